import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { Read } from "../protocol.ts";
import { type MarketRef, marketKey } from "../target.ts";

/** A market, and the time of the block that it was read at, seconds. */
export interface MarketAtBlock<Market> {
  readonly market: Market;
  readonly timestamp: bigint;
}

/** Reads one market; throws what the call of the lens throws. */
export type ReadMarket<Market> = (
  context: Context,
  pool: Address,
  blockNumber: bigint,
) => Promise<MarketAtBlock<Market>>;

/**
 * Reads markets at one block, each once and as many side by side as the configuration allows. A market that cannot be read is
 * a result with the reason.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readEachMarket<Market>(
  context: Context,
  markets: readonly MarketRef[],
  blockNumber: bigint,
  readMarket: ReadMarket<Market>,
): Promise<Map<string, Read<Market>>> {
  const byKey = new Map(markets.map((ref) => [marketKey(ref), ref]));
  const readOne = async ({ market: pool }: MarketRef): Promise<Read<Market>> => {
    if (context.signal.aborted) throw new InterruptedError();
    try {
      const { market, timestamp } = await readMarket(context, pool, blockNumber);
      return { ok: true, blockNumber, timestamp, state: market };
    } catch (error) {
      if (context.signal.aborted) throw new InterruptedError();
      const reason = {
        code: "market-unreadable",
        message: `the market could not be read: ${describeReadError(error)}`,
      };
      return { ok: false, blockNumber, timestamp: 0n, reason };
    }
  };
  const reads = await mapConcurrent([...byKey], Math.max(1, context.config.concurrency), async ([key, ref]) => {
    return [key, await readOne(ref)] as const;
  });
  return new Map(reads);
}
