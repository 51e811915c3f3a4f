import { type Chain, type Hex, numberToHex, type PublicClient } from "viem";
import { UsageError } from "../errors/errors.ts";

const TAGS = ["latest", "safe", "finalized"] as const;
export type BlockTag = (typeof TAGS)[number];

/** A block as the user names it. */
export type BlockChoice = { readonly tag: BlockTag } | { readonly number: bigint };

/** The block that a command works on. */
export interface ResolvedBlock {
  readonly number: bigint;
  /** Seconds. */
  readonly timestamp: bigint;
  readonly baseFeePerGas: bigint | null;
}

/** @throws UsageError unless the text is a block number (decimal or 0x) or latest, safe, finalized. */
export function parseBlock(text: string): BlockChoice {
  const word = text.trim().toLowerCase();
  const tag = TAGS.find((name) => name === word);
  if (tag) return { tag };
  if (/^\d{1,18}$/.test(word) || /^0x[0-9a-f]{1,15}$/.test(word)) return { number: BigInt(word) };
  throw new UsageError(`--block must be a block number, latest, safe or finalized, not ${JSON.stringify(text)}`);
}

/** A block with its place in the chain's history. */
export interface FoundBlock extends ResolvedBlock {
  readonly hash: Hex;
  readonly parentHash: Hex;
}

/**
 * @returns null when the endpoint does not have it (yet)
 * @throws what the client throws when it cannot be asked
 */
export async function findBlock(
  client: Pick<PublicClient, "request">,
  choice: BlockChoice,
): Promise<FoundBlock | null> {
  const wanted = "tag" in choice ? choice.tag : numberToHex(choice.number);
  const block = await client.request({ method: "eth_getBlockByNumber", params: [wanted, false] });
  if (block === null || block.number === null || block.hash === null) return null;
  return {
    number: BigInt(block.number),
    timestamp: BigInt(block.timestamp),
    baseFeePerGas: block.baseFeePerGas ? BigInt(block.baseFeePerGas) : null,
    hash: block.hash,
    parentHash: block.parentHash,
  };
}

/**
 * Number and time of a block, so that every read of a command uses the same one.
 * @throws UsageError when the endpoint does not have it (yet); what the client throws when it cannot be asked.
 */
export async function resolveBlock(client: Pick<PublicClient, "request">, choice: BlockChoice): Promise<ResolvedBlock> {
  const block = await findBlock(client, choice);
  if (block === null) {
    throw new UsageError(`the endpoint has no block ${"tag" in choice ? choice.tag : choice.number}`, {
      hint: "use --block latest, or an archive node for old blocks",
    });
  }
  const { number, timestamp, baseFeePerGas } = block;
  return { number, timestamp, baseFeePerGas };
}

/** An endpoint whose newest block is older than this, or than ten blocks, is probably not in sync. Seconds. */
const STALE_SECONDS = 120;

/**
 * How far a block that should be the newest lies behind the clock, seconds; null while that is usual for the chain.
 * @param now milliseconds since 1970
 */
export function staleSeconds(
  { timestamp }: Pick<ResolvedBlock, "timestamp">,
  { blockTime = 0 }: Pick<Chain, "blockTime">,
  now: number,
): number | null {
  const age = Math.floor(now / 1000) - Number(timestamp);
  return age > Math.max(STALE_SECONDS, (10 * blockTime) / 1000) ? age : null;
}
