import type { AbiEvent, Address } from "viem";
import type { Context } from "../context.ts";
import { logCachePath, readLogCheckpoint } from "./log-cache.ts";

/** Events and the blocks in which they are wanted. */
export interface WantedLogs {
  readonly address: Address;
  readonly events: readonly AbiEvent[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/**
 * How many blocks {@link import("./collect-logs.ts").collectLogs} would have to scan for this, by what is stored. Asks no
 * node; a stored scan that turns out to belong to another history costs more.
 */
export async function unscannedBlocks(context: Context, wanted: WantedLogs): Promise<bigint> {
  const { fromBlock, toBlock } = wanted;
  const stored = await readLogCheckpoint(logCachePath(context, wanted));
  const next = stored && !stored.doubtful && stored.fromBlock <= fromBlock ? stored.toBlock + 1n : fromBlock;
  return next <= toBlock ? toBlock - next + 1n : 0n;
}
