import { mulDivDown, WAD, wadDivUp, wadMulDown } from "../../core/math/math.ts";
import { type HealthInput, healthOf, ORACLE_PRICE_SCALE } from "./health.ts";
import { toAssetsDown } from "./shares.ts";

/** Terms that a borrower has accepted for liquidations before the market's own, WAD each; the second of a pair holds at the LLTV. */
export interface PreLiquidationTerms {
  readonly preLltv: bigint;
  readonly closeFactorLow: bigint;
  readonly closeFactorHigh: bigint;
  readonly incentiveLow: bigint;
  readonly incentiveHigh: bigint;
}

/**
 * Most collateral that a pre-liquidation may seize now, token units; 0 outside of its band, where either nothing is due or
 * Morpho's own liquidation applies. Source: the pre-liquidation periphery of Morpho Blue.
 */
export function preLiquidationSeizable(terms: PreLiquidationTerms, position: HealthInput): bigint {
  const { collateralValue, borrowed } = healthOf(position);
  if (collateralValue === 0n) return 0n;
  const ltv = wadDivUp(borrowed, collateralValue);
  if (ltv <= terms.preLltv || ltv > position.lltv) return 0n;
  const quotient = mulDivDown(ltv - terms.preLltv, WAD, position.lltv - terms.preLltv);
  const between = (low: bigint, high: bigint) => low + wadMulDown(quotient, high - low);
  const shares = wadMulDown(position.borrowShares, between(terms.closeFactorLow, terms.closeFactorHigh));
  const assets = toAssetsDown(shares, position.borrow);
  const rewarded = wadMulDown(assets, between(terms.incentiveLow, terms.incentiveHigh));
  return mulDivDown(rewarded, ORACLE_PRICE_SCALE, position.price);
}
