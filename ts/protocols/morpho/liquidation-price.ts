import { divUp, mulDivUp, wadDivUp } from "../../core/math/math.ts";
import { ORACLE_PRICE_SCALE } from "./health.ts";

/**
 * The highest oracle price at which the position is liquidatable; one more and it is healthy.
 * @param borrowed loan units, rounded up from shares
 * @param lltv WAD
 * @returns scale of `oracle.price()`; null when no price makes the difference
 */
export function liquidationOraclePrice(collateral: bigint, borrowed: bigint, lltv: bigint): bigint | null {
  if (borrowed === 0n || collateral === 0n || lltv === 0n) return null;
  const leastHealthyValue = wadDivUp(borrowed, lltv);
  const leastHealthyPrice = mulDivUp(leastHealthyValue, ORACLE_PRICE_SCALE, collateral);
  return leastHealthyPrice > 1n ? leastHealthyPrice - 1n : null;
}

/**
 * USD price of the loan token at which the position turns liquidatable while the collateral keeps its USD price.
 * @param loanUsd USD per loan token now, 8 decimals
 * @param price oracle price now
 * @param liquidationPrice of `liquidationOraclePrice`
 */
export const loanLiquidationUsd = (loanUsd: bigint, price: bigint, liquidationPrice: bigint): bigint =>
  divUp(loanUsd * price, liquidationPrice);
