import type { Address, Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { collectLogs } from "../../core/logs/collect-logs.ts";
import type { Discovered, OnProgress } from "../protocol.ts";
import type { MarketRef } from "../target.ts";
import type { MorphoSingleton } from "./addresses.ts";
import { CREATE_MARKET } from "./create-market.ts";
import { positionTarget } from "./position-target.ts";
import { RARE } from "./rare-logs.ts";
import { readRecords } from "./read-records.ts";

/** Of 700 in a call: a few hundred calls. */
const MOST_POSITIONS = 250_000;

export interface DebtsOptions {
  readonly users: readonly Address[];
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/**
 * The positions with which users owe something at `toBlock`: every market of the chain, from a log scan that is stored, and
 * the users' positions in each. A position that cannot be read is among them: it may owe.
 * @throws RpcError, InterruptedError from the log scan; UsageError for more positions than can be looked into.
 */
export async function debtsOf(
  context: Context,
  { morpho, fromBlock }: MorphoSingleton,
  { users, toBlock, onProgress }: DebtsOptions,
): Promise<Discovered> {
  const { items: ids } = await collectLogs(context, {
    address: morpho,
    events: [CREATE_MARKET],
    fromBlock,
    toBlock,
    itemOf: ({ args }) => args.id,
    chunkBlocks: RARE * context.config.logChunkBlocks,
    onProgress: (done, total) => onProgress?.(done, total, "looking for markets of Morpho"),
  });
  if (ids.length * users.length > MOST_POSITIONS) {
    throw new UsageError(`${users.length} accounts in ${ids.length} markets of Morpho are too many to look into`, {
      hint: "name fewer, or leave Morpho out with --protocol",
    });
  }
  const targets = ids.flatMap((id) => users.map((user) => positionTarget(morpho, id as Hex, user)));
  const reads = await readRecords(context, targets, {
    candidatesOf: () => [],
    blockNumber: toBlock,
    onDone: (done) => onProgress?.(done, targets.length, "looking into markets of Morpho"),
  });
  const owing = targets.filter((_, index) => {
    const read = reads[index]!;
    return !read.ok || read.state.borrowShares > 0n;
  });
  const markets = ids.map((id): MarketRef => ({ protocol: "morpho", market: morpho, marketId: id as Hex }));
  // whoever is missing was not asked for: that is no fault of the logs
  return { targets: owing, markets, scans: [] };
}
