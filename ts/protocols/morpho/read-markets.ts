import type { Address, Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { callDeployless } from "../../core/lens/deployless.ts";
import { morphoLensAbi } from "../../generated/MorphoLens.ts";
import type { Read } from "../protocol.ts";
import { type MarketRef, marketKey } from "../target.ts";
import { bySingleton } from "./by-singleton.ts";
import { decodeMarkets } from "./lens.ts";
import type { MorphoMarket } from "./state.ts";
import { failedCall, NO_MARKET_ID, unread } from "./unread.ts";

type MarketRead = Read<MorphoMarket>;

/** A market as the lens is asked for it; the id in lower case. */
interface Query {
  readonly key: string;
  readonly morpho: Address;
  readonly id: Hex;
}

/** About 270 bytes each. */
const MARKETS_PER_CALL = 80;

/**
 * Markets of Morpho Blue at one block, each once, 80 a call. What cannot be read is a result with the reason, its timestamp 0
 * when the call itself failed. An oracle that reverts is a price of null.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readMarkets(
  context: Context,
  markets: readonly MarketRef[],
  blockNumber: bigint,
): Promise<Map<string, MarketRead>> {
  const reads = new Map<string, MarketRead>();
  const queries = new Map<string, Query>();
  for (const ref of markets) {
    const key = marketKey(ref);
    if (ref.marketId) queries.set(key, { key, morpho: ref.market, id: ref.marketId.toLowerCase() as Hex });
    else reads.set(key, unread(blockNumber, NO_MARKET_ID));
  }

  for (const [morpho, all] of bySingleton([...queries.values()])) {
    const found = await readBatched<Query, MarketRead>(all, {
      batchSize: MARKETS_PER_CALL,
      concurrency: context.config.concurrency,
      signal: context.signal,
      read: async (batch) => {
        const ids = batch.map(({ id }) => id);
        const [done, timestamp, records] = await callDeployless(context.client, {
          contract: "MorphoLens",
          abi: morphoLensAbi,
          functionName: "markets",
          args: [morpho, ids],
          blockNumber,
        });
        return decodeMarkets(records, morpho, ids.slice(0, Number(done))).map((record) =>
          record.ok
            ? { ok: true, blockNumber, timestamp, state: record.market }
            : { ok: false, blockNumber, timestamp, reason: record.reason },
        );
      },
      failed: (_, error) => unread(blockNumber, failedCall("market-unreadable", "the market could not be read", error)),
    });
    for (const [index, read] of found.entries()) reads.set(all[index]!.key, read);
  }
  return reads;
}
