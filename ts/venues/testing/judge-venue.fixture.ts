import type { Address } from "viem";
import { expect } from "vitest";
import { type CountedContext, contextOf, devnetBook } from "../../chains/context.fixture.ts";
import { IS_DEEP } from "../../core/is-deep.fixture.ts";
import { startTestChain, type TestChain } from "../../devnet/testing/start-test-chain.ts";
import type { Pool } from "../pool.ts";
import type { TokenPair, Venue } from "../venue.ts";
import { judgeTrades } from "./judge-trades.fixture.ts";
import { deploySeller } from "./play-trades.fixture.ts";
import type { PlannedTrades } from "./random-trades.fixture.ts";

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
    judge: async (most, unknown = []) =>
      judgeTrades({ chain, seller, trader: whale, pools: await read(), count: TRADES, most, unknown }),
  };
}
