import { rm } from "node:fs/promises";
import { type AbiEvent, type Address, BlockNotFoundError } from "viem";
import type { Context } from "../context.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { describeReadError } from "../rpc/read-errors.ts";
import { lateLogs } from "./late-logs.ts";
import { type LogCheckpoint, logCachePath, readLogCheckpoint, writeLogCheckpoint } from "./log-cache.ts";
import { type ScannedLog, scanLogs } from "./logs.ts";
import { type SettledBlock, settledBlock } from "./settled-block.ts";

/** Which logs to turn into a set of items. */
export interface LogCollection<event extends AbiEvent> {
  readonly address: Address;
  /** Found in the same queries. */
  readonly events: readonly event[];
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** Forget what is stored. Absent: no. */
  readonly anew?: boolean;
  /** The item that a log stands for; the same item may be found many times. */
  readonly itemOf: (log: ScannedLog<event>) => string;
  /** Blocks of the first queries, at most; absent: as configured. More for an event that is rare. */
  readonly chunkBlocks?: bigint;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was found, and how far it can be relied on. */
export interface CollectedLogs {
  /** In the order in which they first occur. */
  readonly items: readonly string[];
  /** Why logs may be missing; null while nothing says so. Then nothing is stored, so that the next scan looks again. */
  readonly late: RpcError | null;
  /** File that has the progress, for {@link import("./doubt-logs.ts").doubtLogs}. */
  readonly path: string;
}

/** Parts of a scan after which its progress is stored, so that an interruption costs no more than these. */
const STORE_EVERY = 16;

/**
 * The items that logs of a range stand for. Resumes where an earlier scan of the same contract ended, after checking that the
 * chain still has the block it ended with; a local chain that was restarted, or a deep reorganisation, therefore starts over.
 * The last hour is never taken as settled: the next scan looks at it again, and finds what came late or was taken back.
 * Progress is kept when the scan fails, and never replaces one that reaches further.
 * @throws RpcError, InterruptedError as {@link scanLogs} does; RpcError when the block with which the stored scan ends
 * cannot be read: then nothing is known about the stored scan, and it is kept.
 */
export async function collectLogs<const event extends AbiEvent>(
  context: Context,
  collection: LogCollection<event>,
): Promise<CollectedLogs> {
  const { address, events, fromBlock, toBlock } = collection;
  const path = logCachePath(context, collection);
  if (collection.anew) await rm(path, { force: true });
  const cache = await openCache(context, path, { fromBlock, toBlock });
  const items = new Map(cache.usable?.items);
  let scannedTo = cache.usable && !cache.usable.doubtful ? cache.usable.toBlock : fromBlock - 1n;
  const isNew = scannedTo < toBlock;
  // beside the scan, which they do not need
  const late = isNew ? lateLogs(context, toBlock) : Promise.resolve(null);
  const settled = isNew ? settledBlock(context.client, { from: fromBlock, upTo: toBlock, end: toBlock }) : null;
  late.catch(() => {});
  settled?.catch(() => {});
  const total = Number(toBlock - fromBlock + 1n);
  const { client, config, signal } = context;
  const chunkBlocks = collection.chunkBlocks ?? config.logChunkBlocks;
  const scan = { client, signal, chunkBlocks, concurrency: config.concurrency };

  const keep = async () => {
    const atEnd = scannedTo === toBlock ? settled : null;
    if ((await late) === null) await store(context, cache, { fromBlock, scannedTo, toBlock, items, settled: atEnd });
  };
  let parts = 0;
  try {
    for await (const range of scanLogs({ ...scan, address, events, fromBlock: scannedTo + 1n, toBlock })) {
      for (const log of range.logs) {
        const item = collection.itemOf(log);
        if (!items.has(item)) items.set(item, log.blockNumber);
      }
      scannedTo = range.toBlock;
      collection.onProgress?.(Number(scannedTo - fromBlock + 1n), total);
      if (++parts % STORE_EVERY === 0) await keep();
    }
  } finally {
    // an interrupted client answers nothing more
    if (parts % STORE_EVERY !== 0 && !signal.aborted) await keep();
  }
  return { items: Array.from(items).flatMap(([item, at]) => (at <= toBlock ? [item] : [])), late: await late, path };
}

/** What an earlier scan left behind. */
interface Cache {
  readonly path: string;
  /** Null when the scan has to start over. */
  readonly usable: LogCheckpoint | null;
  /** Hash of the end of a stored scan of another history; null when there is none. */
  readonly foreignHash: string | null;
}

/** A scan that ends above `toBlock`, where the chain has no block yet, proves nothing: it is neither used nor replaced. */
async function openCache(
  context: Context,
  path: string,
  { fromBlock, toBlock }: { readonly fromBlock: bigint; readonly toBlock: bigint },
): Promise<Cache> {
  const nothing: Cache = { path, usable: null, foreignHash: null };
  const stored = await readLogCheckpoint(path);
  if (!stored || stored.fromBlock > fromBlock) return nothing;
  const hash = await hashOf(context, stored.toBlock).catch((cause: unknown) => {
    throw context.signal.aborted ? new InterruptedError() : unreadableEnd(stored.toBlock, path, cause);
  });
  if (hash === stored.toBlockHash) return { ...nothing, usable: stored };
  if (hash === null && stored.toBlock > toBlock) return nothing;
  if (hash === null) throw unreadableEnd(stored.toBlock, path, new Error("the endpoint does not have it"));
  context.logger.info("the stored log scan belongs to another history and is made anew", { path });
  return { ...nothing, foreignHash: stored.toBlockHash };
}

interface Progress {
  readonly fromBlock: bigint;
  readonly scannedTo: bigint;
  readonly toBlock: bigint;
  readonly items: ReadonlyMap<string, bigint>;
  /** If it was looked for already. */
  readonly settled: Promise<SettledBlock | null> | null;
}

/** Stores what is settled. A cache that cannot be written costs time later, never the result. */
async function store(context: Context, { path, foreignHash }: Cache, progress: Progress): Promise<void> {
  const { fromBlock, scannedTo, toBlock, items } = progress;
  try {
    const settled = await (progress.settled ??
      settledBlock(context.client, { from: fromBlock, upTo: scannedTo, end: toBlock }));
    if (settled === null) return;
    // another process, or a scan that began later, may have come further
    const stored = await readLogCheckpoint(path);
    const isFurther = stored && stored.toBlock > settled.number && stored.toBlockHash !== foreignHash;
    if (isFurther && !stored.doubtful) return;
    const kept = new Map(Array.from(items).filter(([, at]) => at <= settled.number));
    await writeLogCheckpoint(path, {
      fromBlock,
      toBlock: settled.number,
      toBlockHash: settled.hash,
      items: kept,
      doubtful: false,
    });
  } catch (error) {
    context.logger.warn("progress of the log scan was not stored", { path, reason: describeReadError(error) });
  }
}

/** Null when the endpoint says that it has no such block; throws what the client throws. */
async function hashOf({ client }: Context, blockNumber: bigint): Promise<string | null> {
  try {
    return (await client.getBlock({ blockNumber })).hash;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null;
    throw error;
  }
}

function unreadableEnd(block: bigint, path: string, cause: unknown): RpcError {
  return new RpcError(
    "node-error",
    `block ${block} cannot be read, with which the stored log scan ends: ${describeReadError(cause)}`,
    {
      retryable: true,
      hint: `try again, or another endpoint; without ${path} the scan starts over`,
      cause,
    },
  );
}
