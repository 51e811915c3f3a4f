import { AsyncLocalStorage } from "node:async_hooks";

// viem's client hands nothing of its caller on to the transport
const reads = new AsyncLocalStorage<boolean>();

/**
 * Runs a read whose caller asks for less when it fails for its size or for the time it takes: the transport then leaves
 * such a failure to the caller at once, where it would repeat it for another.
 * @param whether false for the smallest piece, which can only be asked for again
 */
export function divisible<Result>(whether: boolean, read: () => Promise<Result>): Promise<Result> {
  return reads.run(whether, read);
}

/** Whether the request that is being made belongs to a {@link divisible} read. */
export function isDivisible(): boolean {
  return reads.getStore() ?? false;
}
