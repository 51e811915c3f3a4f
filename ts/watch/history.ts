import type { Hex } from "viem";
import type { Head } from "./head.ts";

/** A block that was worked through, and the targets that its logs were about. */
export interface Seen {
  readonly number: bigint;
  readonly hash: Hex;
  readonly touched: ReadonlySet<string>;
}

/** The last blocks, oldest first; a reorganisation that reaches further back makes everything be read anew. */
export type History = readonly Seen[];

/** Blocks that are remembered. */
const MOST = 128;

/** The history with one more block. */
export function withBlock(
  history: History,
  { number, hash }: Pick<Head, "number" | "hash">,
  touched: ReadonlySet<string>,
): History {
  return [...history, { number, hash, touched }].slice(-MOST);
}

/** How a new head goes on from the history. */
export type Continuation =
  /** From the last block that was seen: nothing of what is known is void. */
  | { readonly kind: "follows"; readonly history: History }
  /** From an earlier one: what the abandoned blocks touched must be read again. */
  | {
      readonly kind: "reorganised";
      readonly history: History;
      readonly abandoned: ReadonlySet<string>;
      readonly blocks: number;
    }
  /** From none of those remembered. */
  | { readonly kind: "lost" };

/**
 * Finds the last block of the history that is still part of the chain.
 * @param hashOf the chain's hash of a block now; null when it has none so high
 */
export async function continuationOf(
  history: History,
  head: Head,
  hashOf: (number: bigint) => Promise<Hex | null>,
): Promise<Continuation> {
  for (let kept = history.length; kept > 0; kept--) {
    const { number, hash } = history[kept - 1]!;
    const now =
      number === head.number ? head.hash : number === head.number - 1n ? head.parentHash : await hashOf(number);
    if (now !== hash) continue;
    if (kept === history.length) return { kind: "follows", history };
    const abandoned = new Set(history.slice(kept).flatMap(({ touched }) => [...touched]));
    return { kind: "reorganised", history: history.slice(0, kept), abandoned, blocks: history.length - kept };
  }
  return { kind: "lost" };
}
