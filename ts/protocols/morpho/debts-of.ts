import type { Address, Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { OnProgress } from "../protocol.ts";
import type { Target } from "../target.ts";
import type { MorphoSingleton } from "./addresses.ts";
import { CREATE_MARKET } from "./create-market.ts";
import { positionTarget } from "./position-target.ts";
import { readPositions } from "./read-positions.ts";

/** A chain has thousands of markets and millions of blocks: queries may be this many times as large as configured. */
const RARE = 100n;

export interface DebtsOptions {
  readonly user: Address;
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/**
 * The positions with which a user owes something at `toBlock`: every market of the chain, from a log scan that is stored,
 * and the user's position in each. A position that cannot be read is among them: it may owe.
 * @throws RpcError, InterruptedError from the log scan.
 */
export async function debtsOf(
  context: Context,
  { morpho, fromBlock }: MorphoSingleton,
  { user, toBlock, onProgress }: DebtsOptions,
): Promise<Target[]> {
  const { items: ids } = await collectLogs(context, {
    address: morpho,
    events: [CREATE_MARKET],
    fromBlock,
    toBlock,
    itemOf: ({ args }) => args.id,
    chunkBlocks: RARE * context.config.logChunkBlocks,
    onProgress: (done, total) => onProgress?.(done, total, "looking for markets of Morpho"),
  });
  const targets = ids.map((id) => positionTarget(morpho, id as Hex, user));
  const reads = await readPositions(context, targets, new Map(), toBlock, (done, total) =>
    onProgress?.(done, total, "looking into markets of Morpho"),
  );
  return targets.filter((_, index) => {
    const read = reads[index]!;
    return !read.ok || read.state.borrowShares > 0n;
  });
}
