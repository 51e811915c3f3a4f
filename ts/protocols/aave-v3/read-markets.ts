import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { Read } from "../protocol.ts";
import { type MarketRef, marketKey } from "../target.ts";
import { readMarket } from "./read-market.ts";
import type { AaveV3Market } from "./state.ts";

/**
 * Reads Aave V3 markets at one block, each once and as many side by side as the configuration allows. A market that cannot
 * be read is a result with the reason.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readMarkets(
  context: Context,
  markets: readonly MarketRef[],
  blockNumber: bigint,
): Promise<Map<string, Read<AaveV3Market>>> {
  const byKey = new Map(markets.map((ref) => [marketKey(ref), ref]));
  const reads = await mapConcurrent([...byKey], Math.max(1, context.config.concurrency), async ([key, ref]) => {
    const read = await readOne(context, ref, blockNumber);
    return [key, read] as const;
  });
  return new Map(reads);
}

async function readOne(context: Context, ref: MarketRef, blockNumber: bigint): Promise<Read<AaveV3Market>> {
  if (context.signal.aborted) throw new InterruptedError();
  try {
    const { market, timestamp } = await readMarket(context, ref.market, blockNumber);
    return { ok: true, blockNumber, timestamp, state: market };
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    const reason = { code: "market-unreadable", message: `the market could not be read: ${describeReadError(error)}` };
    return { ok: false, blockNumber, timestamp: 0n, reason };
  }
}
