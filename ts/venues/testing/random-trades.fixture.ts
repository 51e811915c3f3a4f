import type { Address } from "viem";
import { randomFrom } from "../../protocols/differential/random.ts";
import type { Pool, Refusal, Trade } from "../pool.ts";
import type { PlayedTrade } from "./play-trades.fixture.ts";

/** A trade and what the pool says of it. */
export interface PlannedTrade extends PlayedTrade {
  readonly id: string;
  readonly expected: Trade | Refusal;
}

/** What was planned, and the pools as it leaves them. */
export interface PlannedTrades {
  readonly trades: readonly PlannedTrade[];
  readonly after: ReadonlyMap<string, Pool>;
}

/**
 * Random sales over random pools, each in the state that those before leave: nothing is asked meanwhile. Sizes from one unit to twice what
 * the pool holds of the token in, every magnitude as likely.
 * @param most units of a token that the trader may spend at once
 */
export function randomTrades(
  pools: readonly Pool[],
  count: number,
  seed: number,
  most: (token: Address) => bigint,
): PlannedTrades {
  const random = randomFrom(seed);
  const after = new Map(pools.map((pool) => [pool.id, pool]));
  const trades = Array.from({ length: count }, (): PlannedTrade => {
    const pool = after.get(random.pick(pools).id)!;
    const directions = pool.tokens.flatMap((tokenIn) =>
      pool.tokens.filter((tokenOut) => pool.canTrade(tokenIn, tokenOut)).map((tokenOut) => ({ tokenIn, tokenOut })),
    );
    const { tokenIn, tokenOut } = random.pick(directions);
    const limit = most(tokenIn);
    const depth = 2n * pool.holding(tokenIn);
    const amount = random.magnitude(1n, depth > 0n && depth < limit ? depth : limit);
    const expected = pool.sell(tokenIn, tokenOut, amount);
    if (expected.ok) after.set(pool.id, expected.after);
    return { id: pool.id, tokenIn, tokenOut, amount, hop: pool.hop(tokenIn, tokenOut, "seller")!, expected };
  });
  return { trades, after };
}
