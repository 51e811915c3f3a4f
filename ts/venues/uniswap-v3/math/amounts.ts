import { divUp } from "../../../core/math/math.ts";

const Q96 = 1n << 96n;

/** Units of the lower token between two square root prices (X96), `low` above 0 and not above `high`; v3-core `SqrtPriceMath.getAmount0Delta`. */
export function amount0Between(low: bigint, high: bigint, liquidity: bigint, up: boolean): bigint {
  const product = (liquidity << 96n) * (high - low);
  return up ? divUp(divUp(product, high), low) : product / high / low;
}

/** The same of the higher token; v3-core `SqrtPriceMath.getAmount1Delta`. */
export function amount1Between(low: bigint, high: bigint, liquidity: bigint, up: boolean): bigint {
  const product = liquidity * (high - low);
  return up ? divUp(product, Q96) : product >> 96n;
}
