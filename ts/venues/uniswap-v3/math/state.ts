import { tickAtRoot } from "./tick-math.ts";

/** What no swap changes: shared by all states of a pool. Ticks rise; arrays are of one length. */
export interface Ticks {
  /** Millionths. */
  readonly fee: bigint;
  readonly spacing: number;
  /** Initialised ticks. */
  readonly ticks: readonly number[];
  /** Liquidity that begins at each, when the price rises through it. */
  readonly nets: readonly bigint[];
  /** Square root prices (X96) at each. */
  readonly roots: readonly bigint[];
  /** Between these two, both included, every initialised tick is known. */
  readonly low: number;
  readonly high: number;
  /** Square root prices at the ends of the bitmap's words, at which swaps pause; filled when first met. */
  readonly pauses: Map<number, bigint>;
}

/** A pool of the Uniswap V3 kind between two swaps. */
export interface SwapState {
  readonly shared: Ticks;
  /** Square root price, X96. */
  readonly root: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
}

/** A state whose tick is found out when it is asked for: not every one is swapped with again. */
export function stateAt(shared: Ticks, root: bigint, liquidity: bigint): SwapState {
  let known: number | null = null;
  return {
    shared,
    root,
    liquidity,
    get tick() {
      known ??= tickAtRoot(root);
      return known;
    },
  };
}
