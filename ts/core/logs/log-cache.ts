import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Address } from "viem";
import { z } from "zod";
import type { Context } from "../context.ts";
import { makeFolder } from "../data/make-folder.ts";

/** What was found until a block, and that block's identity. */
export interface LogCheckpoint {
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
  /** Hash of block `toBlock`: another hash means another history. */
  readonly toBlockHash: string;
  /** Items in the order in which they were found, each with the block that it was first found in. */
  readonly items: ReadonlyMap<string, bigint>;
}

const VERSION = 1;
const block = z.string().regex(/^\d+$/).transform(BigInt);
const schema = z.object({
  version: z.literal(VERSION),
  fromBlock: block,
  toBlock: block,
  toBlockHash: z.string(),
  items: z.array(z.tuple([z.string(), block])),
});

/** Where the scan of one event of one contract is kept. What is in the file says of which history it is. */
export function logCachePath(
  { config, book }: Pick<Context, "config" | "book">,
  address: Address,
  eventName: string,
): string {
  return join(config.cacheDir, String(book.chainId), `${address.toLowerCase()}-${eventName}.json`);
}

/** The checkpoint in a file, or null when there is none that can be used; a damaged one costs a new scan and no more. */
export async function readLogCheckpoint(path: string): Promise<LogCheckpoint | null> {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(path, "utf8")));
    return parsed.success ? { ...parsed.data, items: new Map(parsed.data.items) } : null;
  } catch {
    return null;
  }
}

/** Replaces the file in one step, so that a reader or a crash never meets half of it. */
export async function writeLogCheckpoint(path: string, checkpoint: LogCheckpoint): Promise<void> {
  const text = JSON.stringify({
    version: VERSION,
    fromBlock: checkpoint.fromBlock.toString(),
    toBlock: checkpoint.toBlock.toString(),
    toBlockHash: checkpoint.toBlockHash,
    items: Array.from(checkpoint.items, ([item, at]) => [item, at.toString()]),
  });
  await makeFolder(dirname(path));
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
