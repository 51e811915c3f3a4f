/** Of a swap inside one range with Uniswap itself. */
export const SWAP_GAS = 83_000n;
/** Of every initialised tick on the way, whose figures are turned over. */
const TICK = 42_000n;
/** Of every word of the bitmap on the way. */
const WORD = 8_000n;

/**
 * Gas of a swap inside a liquidation. Measured: see gas-of.devnet.test.ts of flow/plan.
 * @param inside of one that stays inside one range
 */
export function swapGas(
  inside: bigint,
  { crossed, words }: { readonly crossed: number; readonly words: number },
): bigint {
  return inside + BigInt(crossed) * TICK + BigInt(words) * WORD;
}
