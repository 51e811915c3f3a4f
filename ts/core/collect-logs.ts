import { join } from "node:path";
import type { AbiEvent, Address } from "viem";
import type { Context } from "./context.ts";
import { type LogCheckpoint, readLogCheckpoint, writeLogCheckpoint } from "./log-cache.ts";
import { type ScannedLog, scanLogs } from "./logs.ts";
import { describeReadError } from "./read-errors.ts";

/** Which logs to turn into a set of items. */
export interface LogCollection<event extends AbiEvent> {
  readonly address: Address;
  readonly event: event;
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** The item that a log stands for; the same item may be found many times. */
  readonly itemOf: (log: ScannedLog<event>) => string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Blocks before the end of a scan that the next one looks at again: what lies deeper is taken as settled. */
export const REORG_MARGIN = 256n;
/** Parts of a scan after which its progress is stored, so that an interruption costs no more than these. */
const STORE_EVERY = 16;

/**
 * The items that logs of a range stand for, in the order in which they first occur. Resumes where an earlier scan of the
 * same contract ended, after checking that the chain still has the block it ended with; a local chain that was restarted,
 * or a deep reorganisation, therefore starts over. Progress is kept when the scan fails.
 * @throws RpcError, InterruptedError as {@link scanLogs} does.
 */
export async function collectLogs<const event extends AbiEvent>(
  context: Context,
  collection: LogCollection<event>,
): Promise<string[]> {
  const { address, event, fromBlock, toBlock } = collection;
  const path = await cachePath(context, address, event.name);
  const stored = path === null ? null : await usableCheckpoint(context, path, fromBlock);
  const items = new Map(stored?.items);
  let scannedTo = stored?.toBlock ?? fromBlock - 1n;
  const total = Number(toBlock - fromBlock + 1n);
  const { client, config, signal } = context;
  const scan = { client, signal, chunkBlocks: config.logChunkBlocks, concurrency: config.concurrency };

  const progress = (): Progress => ({
    fromBlock,
    settledTo: scannedTo < toBlock - REORG_MARGIN ? scannedTo : toBlock - REORG_MARGIN,
    items,
  });
  let parts = 0;
  try {
    for await (const range of scanLogs({ ...scan, address, event, fromBlock: scannedTo + 1n, toBlock })) {
      for (const log of range.logs) {
        const item = collection.itemOf(log);
        if (!items.has(item)) items.set(item, log.blockNumber);
      }
      scannedTo = range.toBlock;
      collection.onProgress?.(Number(scannedTo - fromBlock + 1n), total);
      if (path !== null && ++parts % STORE_EVERY === 0) await store(context, path, progress());
    }
  } finally {
    // an interrupted client answers nothing more
    if (path !== null && parts % STORE_EVERY !== 0 && !signal.aborted) await store(context, path, progress());
  }
  return Array.from(items).flatMap(([item, at]) => (at <= toBlock ? [item] : []));
}

interface Progress {
  readonly fromBlock: bigint;
  readonly settledTo: bigint;
  readonly items: ReadonlyMap<string, bigint>;
}

/** Stores what is settled. A cache that cannot be written costs time later, never the result. */
async function store(context: Context, path: string, { fromBlock, settledTo, items }: Progress): Promise<void> {
  const toBlockHash = settledTo < fromBlock ? null : await blockHash(context, settledTo);
  if (toBlockHash === null) return;
  const kept = new Map(Array.from(items).filter(([, at]) => at <= settledTo));
  try {
    await writeLogCheckpoint(path, { fromBlock, toBlock: settledTo, toBlockHash, items: kept });
  } catch (error) {
    context.logger.warn("progress of the log scan was not stored", { path, reason: describeReadError(error) });
  }
}

/** The checkpoint, unless it belongs to another history or leaves out blocks that are asked for now. */
async function usableCheckpoint(context: Context, path: string, fromBlock: bigint): Promise<LogCheckpoint | null> {
  const stored = await readLogCheckpoint(path);
  if (!stored || stored.fromBlock > fromBlock) return null;
  const hash = await blockHash(context, stored.toBlock);
  if (hash === stored.toBlockHash) return stored;
  context.logger.info("the stored log scan belongs to another history and is made anew", { path });
  return null;
}

/** Chain id and first block tell chains apart; without them nothing is cached. */
async function cachePath(context: Context, address: Address, eventName: string): Promise<string | null> {
  const genesis = await blockHash(context, 0n);
  if (genesis === null) {
    context.logger.warn("the log scan is not cached: the endpoint does not serve block 0");
    return null;
  }
  const { cacheDir } = context.config;
  const chain = `${context.book.chainId}-${genesis.slice(2, 18)}`;
  return join(cacheDir, chain, `${address.toLowerCase()}-${eventName}.json`);
}

async function blockHash(context: Context, blockNumber: bigint): Promise<string | null> {
  try {
    return (await context.client.getBlock({ blockNumber })).hash;
  } catch (error) {
    context.logger.debug("a block could not be read", { blockNumber, reason: describeReadError(error) });
    return null;
  }
}
