import type { AbiEvent, Address } from "viem";
import type { Context } from "../context.ts";
import { logCachePath, readLogCheckpoint } from "./log-cache.ts";

/** An event and the blocks in which it is wanted. */
export interface WantedLogs {
  readonly address: Address;
  readonly event: AbiEvent;
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/**
 * How many blocks {@link import("./collect-logs.ts").collectLogs} would have to scan for this, by what is stored. Asks no
 * node; a stored scan that turns out to belong to another history costs more.
 */
export async function unscannedBlocks(context: Context, wanted: WantedLogs): Promise<bigint> {
  const { address, event, fromBlock, toBlock } = wanted;
  const stored = await readLogCheckpoint(logCachePath(context, address, event.name));
  const next = stored && stored.fromBlock <= fromBlock ? stored.toBlock + 1n : fromBlock;
  return next <= toBlock ? toBlock - next + 1n : 0n;
}
