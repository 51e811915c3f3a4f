import { type Chain, type Hex, numberToHex, type PublicClient } from "viem";
import type { Logger } from "../context.ts";
import { RpcError, UsageError } from "../errors/errors.ts";

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

/** By so many blocks the nodes behind one endpoint may differ. */
const USUAL_LAG = 32n;

/**
 * Number and time of a block, so that every read of a command uses the same one. The newest is the one that the endpoint calls
 * so, unless it names the number of a much later one: gateways that answer blocks from a cache fall behind in silence.
 * @param logger told when the endpoint's nodes disagree; absent: nobody is
 * @throws RpcError when the endpoint has no newest block, or not the one that it says is the newest; UsageError when it does
 * not have the block (yet) that was asked for; what the client throws when it cannot be asked.
 */
export async function resolveBlock(
  client: Pick<PublicClient, "request">,
  choice: BlockChoice,
  logger?: Pick<Logger, "warn">,
): Promise<ResolvedBlock> {
  const block = isLatest(choice) ? await newestBlock(client, logger) : await findBlock(client, choice);
  if (block === null) throw await missingBlock(client, choice);
  const { number, timestamp, baseFeePerGas } = block;
  return { number, timestamp, baseFeePerGas };
}

const isLatest = (choice: BlockChoice) => "tag" in choice && choice.tag === "latest";

async function newestBlock(
  client: Pick<PublicClient, "request">,
  logger?: Pick<Logger, "warn">,
): Promise<FoundBlock | null> {
  const [block, newest] = await Promise.all([findBlock(client, { tag: "latest" }), newestNumber(client)]);
  if (block === null || newest <= block.number + USUAL_LAG) return block;
  const what = `the endpoint's newest block is ${newest}, and it answers ${block.number} when asked for it`;
  const named = await findBlock(client, { number: newest });
  if (named === null) {
    throw new RpcError("node-error", what, { retryable: true, hint: "try again, or use another endpoint" });
  }
  logger?.warn(`${what}: its nodes do not agree, and the later one is used`);
  return named;
}

async function newestNumber(client: Pick<PublicClient, "request">): Promise<bigint> {
  return BigInt(await client.request({ method: "eth_blockNumber" }));
}

/** An older block is another matter than one that is still to come, and neither is like an endpoint that has none. */
async function missingBlock(
  client: Pick<PublicClient, "request">,
  choice: BlockChoice,
): Promise<RpcError | UsageError> {
  if (isLatest(choice)) {
    return new RpcError("node-error", "the endpoint has no newest block", {
      retryable: true,
      hint: "it may be starting or out of sync: try again, or use another endpoint",
    });
  }
  if ("tag" in choice) {
    return new UsageError(`the endpoint names no ${choice.tag} block`, {
      hint: "use --block latest or a number, or another endpoint",
    });
  }
  const newest = await newestNumber(client);
  const hint =
    choice.number > newest
      ? `its newest is ${newest}`
      : "use another endpoint, which keeps old blocks, or a newer --block";
  return new UsageError(`the endpoint has no block ${choice.number}`, { hint, numbers: { newest } });
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
