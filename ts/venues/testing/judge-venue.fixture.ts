import type { Address } from "viem";
import { expect } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool } from "../pool.ts";
import type { TokenPair, Venue } from "../venue.ts";
import { deploySeller, playTrades } from "./play-trades.fixture.ts";
import { type PlannedTrades, randomTrades } from "./random-trades.fixture.ts";

const TRADES = IS_DEEP ? 5_000 : 300;

/** A venue's pools on a local chain, and the real seller that trades with them. */
export interface Stage {
  readonly chain: TestChain;
  readonly whale: Address;
  /** Of every token with every other. */
  readonly everyPair: readonly TokenPair[];
  context(): CountedContext;
  read(context?: CountedContext, pairs?: readonly TokenPair[]): Promise<readonly Pool[]>;
  /**
   * Plays random trades, planned from the states that were read before the first of them, and compares what the chain did with what was said.
   * @param unknown codes of refusals that say nothing of what the chain does
   */
  judge(most: (token: Address) => bigint, unknown?: readonly string[]): Promise<PlannedTrades>;
}

export async function setStage(venue: Venue): Promise<Stage> {
  const chain = await startTestChain({ secondsPerBlock: 0 });
  const { tokens, accounts } = chain.devnet.info.addresses;
  const { whale } = accounts;
  const seller = await deploySeller(chain, whale);
  const all = Object.values(tokens);
  const everyPair = all.flatMap((a, index) => all.slice(index + 1).map((b): TokenPair => [a, b]));
  const context = () => contextOf(chain.devnet.rpcUrl, devnetBook(chain.devnet.info));
  const read = async (asked = context(), pairs = everyPair) => {
    const block = await asked.client.getBlockNumber({ cacheTime: 0 });
    const { pools, unasked } = await venue.pools!(asked, pairs, block);
    expect(unasked).toEqual([]);
    return pools;
  };
  return {
    ...{ chain, whale, everyPair, context, read },
    async judge(most, unknown = []) {
      const planned = randomTrades(await read(), TRADES, runSeed(), most);
      const trades = planned.trades.filter(({ expected }) => expected.ok || !unknown.includes(expected.reason.code));
      const played = await playTrades(chain, seller, whale, trades);
      for (const [index, { expected, amount, tokenIn }] of trades.entries()) {
        const told = expected.ok ? { paid: expected.paid, received: expected.received } : null;
        expect(played[index], `trade ${index}: ${amount} ${tokenIn}`).toEqual(told);
      }
      expect(trades.filter(({ expected }) => expected.ok).length).toBeGreaterThan(TRADES / 2);
      return planned;
    },
  };
}
