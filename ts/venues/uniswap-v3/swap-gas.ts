/** Of a swap inside one range. */
const SWAP = 93_000n;
/** Of every initialised tick on the way, whose figures are turned over. */
const TICK = 42_000n;
/** Of every word of the bitmap on the way. */
const WORD = 8_000n;

/** Gas of a swap inside a liquidation. Measured: see pool.devnet.test.ts. */
export function swapGas({ crossed, words }: { readonly crossed: number; readonly words: number }): bigint {
  return SWAP + BigInt(crossed) * TICK + BigInt(words) * WORD;
}
