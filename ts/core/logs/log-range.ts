import { causes, saidBy } from "../rpc/read-errors.ts";

/** What a provider's refusal says about the size of a log query, in blocks. */
export interface SuggestedRange {
  readonly blocks: bigint;
  /** True when it is the provider's limit for every query, false when it fits this part of the chain only. */
  readonly lasting: boolean;
}

const RANGE = /\[\s*(0x[0-9a-f]+|\d+)\s*,\s*(0x[0-9a-f]+|\d+)\s*\]/gi;
/** "limited to a 10,000 range", "maximum block range: 2000", "range is too large, max is 1k blocks", "exceeds the limit of 500". */
const LIMIT = /(?:limited to|limit of|max(?:imum)?|up to|exceeds?)[^\d[\]]{0,40}?(\d[\d,_]*)\s*(k\b)?/i;

/**
 * The size that a provider suggests in its error, or null. Known forms: a range in brackets that starts where the query
 * started (Alchemy, Infura), the same as `data.from` and `data.to` (Infura), a limit in words (QuickNode, BNB nodes).
 * @param fromBlock first block of the refused query; a range that does not start there is not about it
 */
export function suggestedRange(error: unknown, fromBlock: bigint): SuggestedRange | null {
  const chain = causes(error);
  for (const { data } of chain) {
    const span = spanOf(data, fromBlock);
    if (span !== null) return { blocks: span, lasting: false };
  }
  const text = saidBy(chain);
  for (const [, from, to] of text.matchAll(RANGE)) {
    const span = spanOf({ from, to }, fromBlock);
    if (span !== null) return { blocks: span, lasting: false };
  }
  const limit = /block|range/i.test(text) ? LIMIT.exec(text) : null;
  if (!limit) return null;
  const blocks = BigInt(limit[1]!.replace(/[,_]/g, "")) * (limit[2] ? 1000n : 1n);
  return blocks > 0n ? { blocks, lasting: !/results|logs/i.test(limit[0]) } : null;
}

function spanOf(data: unknown, fromBlock: bigint): bigint | null {
  if (typeof data !== "object" || data === null) return null;
  const { from, to } = data as { from?: unknown; to?: unknown };
  const first = toBlock(from);
  const last = toBlock(to);
  if (first === null || last === null || first !== fromBlock || last < first) return null;
  return last - first + 1n;
}

function toBlock(value: unknown): bigint | null {
  if (typeof value === "number" && Number.isSafeInteger(value)) return BigInt(value);
  return typeof value === "string" && /^(0x[0-9a-f]+|\d+)$/i.test(value) ? BigInt(value) : null;
}
