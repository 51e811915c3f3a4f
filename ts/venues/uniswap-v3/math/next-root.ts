import { divUp } from "../../../core/math/math.ts";

const UINT256 = 1n << 256n;

/**
 * Square root price (X96) after `amount` units came in, which does not reach the end of the range; rounded against whoever trades. v3-core
 * `SqrtPriceMath.getNextSqrtPriceFromInput`.
 * @param liquidity above 0
 */
export function rootAfterInput(root: bigint, liquidity: bigint, amount: bigint, zeroForOne: boolean): bigint {
  if (!zeroForOne) return root + (amount << 96n) / liquidity;
  if (amount === 0n) return root;
  const numerator = liquidity << 96n;
  const product = amount * root;
  const denominator = numerator + product;
  // where its numbers are too narrow, the pool computes something coarser
  if (product < UINT256 && denominator < UINT256) return divUp(numerator * root, denominator);
  return divUp(numerator, numerator / root + amount);
}

/**
 * The same after `amount` units went out, less than the range has. v3-core `SqrtPriceMath.getNextSqrtPriceFromOutput`.
 * @returns null where the pool's numbers are too narrow for it, and it reverts
 */
export function rootAfterOutput(root: bigint, liquidity: bigint, amount: bigint, zeroForOne: boolean): bigint | null {
  if (zeroForOne) return root - divUp(amount << 96n, liquidity);
  if (amount === 0n) return root;
  const numerator = liquidity << 96n;
  const product = amount * root;
  return product < UINT256 && numerator > product ? divUp(numerator * root, numerator - product) : null;
}
