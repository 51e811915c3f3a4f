import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { AbiEvent, Address } from "viem";
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
  /** Something that its logs should have told of is not in it: what is, is true, and every block has to be scanned again. */
  readonly doubtful: boolean;
}

const VERSION = 1;
const block = z.string().regex(/^\d+$/).transform(BigInt);
const schema = z.object({
  version: z.literal(VERSION),
  fromBlock: block,
  toBlock: block,
  toBlockHash: z.string(),
  items: z.array(z.tuple([z.string(), block])),
  doubtful: z.boolean().default(false),
});

/** Where the scan of some events of one contract is kept. What is in the file says of which history it is. */
export function logCachePath(
  { config, book }: Pick<Context, "config" | "book">,
  { address, events }: { readonly address: Address; readonly events: readonly AbiEvent[] },
): string {
  const names = events.map(({ name }) => name).join("-");
  return join(config.cacheDir, String(book.chainId), `${address.toLowerCase()}-${names}.json`);
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
    doubtful: checkpoint.doubtful,
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
