import type { Address } from "viem";
import { expect } from "vitest";
import { runSeed } from "../../protocols/differential/random.ts";
import type { Pool } from "../pool.ts";
import { type PlayingChain, playTrades } from "./play-trades.fixture.ts";
import { type PlannedTrades, randomTrades } from "./random-trades.fixture.ts";

/** What is played, by whom, and what is left out. */
export interface Judgement {
  readonly chain: PlayingChain;
  readonly seller: Address;
  /** Who has all tokens that are sold. */
  readonly trader: Address;
  readonly pools: readonly Pool[];
  readonly count: number;
  /** Units of a token that the trader may spend at once. */
  readonly most: (token: Address) => bigint;
  /** Codes of refusals that say nothing of what the chain does. */
  readonly unknown?: readonly string[];
}

/**
 * Plays random trades by the seller, planned from the states of the pools before the first of them, and compares what the chain did with
 * what was said. More than half of them must go through.
 */
export async function judgeTrades({ unknown = [], ...given }: Judgement): Promise<PlannedTrades> {
  const { chain, seller, trader, pools, count, most } = given;
  const planned = randomTrades(pools, count, runSeed(), most);
  const trades = planned.trades.filter(({ expected }) => expected.ok || !unknown.includes(expected.reason.code));
  const played = await playTrades(chain, seller, trader, trades);
  for (const [index, { expected, amount, tokenIn }] of trades.entries()) {
    const told = expected.ok ? { paid: expected.paid, received: expected.received } : null;
    expect(played[index], `trade ${index}: ${amount} ${tokenIn}`).toEqual(told);
  }
  expect(trades.filter(({ expected }) => expected.ok).length).toBeGreaterThan(count / 2);
  return planned;
}
