import { isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { Read } from "../protocol.ts";
import { type MarketRef, marketKey } from "../target.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";
import { readMarket } from "./read-market.ts";
import type { CompoundMarket } from "./state.ts";

/**
 * Reads comptrollers at one block, each once and as many side by side as the configuration allows. One that cannot be read, or of
 * which the book does not say what it must, is a result with the reason.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readMarkets(
  context: Context,
  markets: readonly MarketRef[],
  blockNumber: bigint,
): Promise<Map<string, Read<CompoundMarket>>> {
  const byKey = new Map(markets.map((ref) => [marketKey(ref), ref]));
  const reads = await mapConcurrent([...byKey], Math.max(1, context.config.concurrency), async ([key, ref]) => {
    const read = await readOne(context, ref, blockNumber);
    return [key, read] as const;
  });
  return new Map(reads);
}

async function readOne(context: Context, ref: MarketRef, blockNumber: bigint): Promise<Read<CompoundMarket>> {
  if (context.signal.aborted) throw new InterruptedError();
  const addresses = COMPOUND_V2_ADDRESSES.of(context.book).find((one) => isAddressEqual(one.comptroller, ref.market));
  if (addresses === undefined) return { ok: false, blockNumber, timestamp: 0n, reason: UNKNOWN };
  try {
    const { market, timestamp } = await readMarket(context, addresses, blockNumber);
    return { ok: true, blockNumber, timestamp, state: market };
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    const reason = { code: "market-unreadable", message: `the market could not be read: ${describeReadError(error)}` };
    return { ok: false, blockNumber, timestamp: 0n, reason };
  }
}

const UNKNOWN: Reason = {
  code: "unknown-comptroller",
  message: "the address book does not have this comptroller: which of its markets is paid in ether must be known",
};
