import { squareRoot } from "../../shared/square-root.ts";

/** Uniswap's fixed point: square roots of prices are scaled by 2^96. */
const Q192 = 2n ** 192n;

/** One side of a pool. */
export interface PricedToken {
  /** USD per whole token, in any scale that both sides share. */
  price: bigint;
  decimals: number;
}

/**
 * Uniswap's sqrtPriceX96 at which a pool agrees with two USD prices, rounded down.
 *
 * A pool's price is base units of token1 per base unit of token0.
 */
export function sqrtPriceX96(token0: PricedToken, token1: PricedToken): bigint {
  const numerator = token0.price * 10n ** BigInt(token1.decimals);
  const denominator = token1.price * 10n ** BigInt(token0.decimals);
  return squareRoot((numerator * Q192) / denominator);
}
