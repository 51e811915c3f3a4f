import type { Address } from "viem";

/** Two different tokens as pools keep them, the lower address first. */
export function inOrder<T extends Address>(a: T, b: T): readonly [T, T] {
  return a.toLowerCase() < b.toLowerCase() ? [a, b] : [b, a];
}

/** The same for both orders of two tokens, and whatever the case of their letters. */
export function pairKey(a: Address, b: Address): string {
  return inOrder(a, b).join().toLowerCase();
}

/** Whether two addresses that are known to be some are the same; faster than a check of both, for searches. */
export function isSame(a: Address, b: Address): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}
