/** Largest tick of Uniswap V3 and V4. */
const MAX_TICK = 887_272;
const Q96 = 2 ** 96;

/** Where liquidity lies, and how much. */
export interface Liquidity {
  tickLower: number;
  tickUpper: number;
  /** What Uniswap calls liquidity. */
  liquidityDelta: bigint;
}

/**
 * Liquidity around a price, as good as floating point is: for a chain whose pools need some, not an exact amount of it.
 * @param sqrtPriceX96 where the pool stands
 * @param width ticks to either side; null: every tick
 * @param amounts base units of either token that it may cost
 */
export function liquidityAround(
  sqrtPriceX96: bigint,
  width: number | null,
  tickSpacing: number,
  amounts: readonly [number, number],
): Liquidity {
  const root = Number(sqrtPriceX96) / Q96;
  const tick = Math.floor((2 * Math.log(root)) / Math.log(1.0001));
  const outermost = Math.floor(MAX_TICK / tickSpacing) * tickSpacing;
  const tickLower = width === null ? -outermost : Math.floor((tick - width) / tickSpacing) * tickSpacing;
  const tickUpper = width === null ? outermost : Math.ceil((tick + width) / tickSpacing) * tickSpacing;
  const [lower, upper] = [1.0001 ** (tickLower / 2), 1.0001 ** (tickUpper / 2)];
  const [amount0, amount1] = amounts;
  const liquidity = Math.min((amount0 * root * upper) / (upper - root), amount1 / (root - lower));
  return { tickLower, tickUpper, liquidityDelta: BigInt(Math.floor(liquidity)) };
}
