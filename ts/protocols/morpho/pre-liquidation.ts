import { max, mulDivDown, mulDivUp, wadDivDown, wadDivUp, wadMulDown } from "../../core/math/math.ts";
import { type HealthInput, healthOf, ORACLE_PRICE_SCALE } from "./health.ts";
import type { MorphoAmounts } from "./liquidate.ts";
import { type Totals, toAssetsDown, toAssetsUp, toSharesUp } from "./shares.ts";
import type { PreLiquidationTerms } from "./state.ts";

/** What the terms allow at one instant: WAD, and borrow shares. */
export interface PreLiquidationLimits {
  readonly ltv: bigint;
  readonly closeFactor: bigint;
  readonly incentive: bigint;
  readonly repayableShares: bigint;
}

/**
 * What the terms allow now: between `preLltv`, which is still too healthy, and the LLTV, which is still healthy.
 * @param position with the price of the terms' oracle
 * Source: `PreLiquidation.preLiquidate`.
 */
export function preLiquidationLimits(
  terms: PreLiquidationTerms,
  position: HealthInput,
): PreLiquidationLimits | "liquidatable" | "too-healthy" {
  const { collateralValue, borrowed, healthy } = healthOf(position);
  if (!healthy) return "liquidatable";
  if (borrowed <= wadMulDown(collateralValue, terms.preLltv)) return "too-healthy";
  const ltv = wadDivUp(borrowed, collateralValue);
  const quotient = wadDivDown(ltv - terms.preLltv, position.lltv - terms.preLltv);
  const between = (low: bigint, high: bigint) => low + wadMulDown(quotient, high - low);
  const closeFactor = between(terms.closeFactorLow, terms.closeFactorHigh);
  return {
    ltv,
    closeFactor,
    incentive: between(terms.incentiveLow, terms.incentiveHigh),
    repayableShares: wadMulDown(position.borrowShares, closeFactor),
  };
}

/** A market at the instant of the call, and the incentive of that instant. */
export interface PreLiquidationMarket {
  /** Borrow side, accrued. */
  readonly borrow: Totals;
  /** Of the terms' oracle, not zero. */
  readonly price: bigint;
  /** WAD. */
  readonly incentive: bigint;
}

/** What repaying `repaidShares` gets. Source: `PreLiquidation.preLiquidate`, every step of the collateral down. */
export function preAmountsByShares(
  repaidShares: bigint,
  { borrow, price, incentive }: PreLiquidationMarket,
): MorphoAmounts {
  const rewarded = wadMulDown(toAssetsDown(repaidShares, borrow), incentive);
  const seized = mulDivDown(rewarded, ORACLE_PRICE_SCALE, price);
  return { seized, repaidShares, repaid: toAssetsUp(repaidShares, borrow) };
}

/** What seizing `seized` collateral units costs. Source: `PreLiquidation.preLiquidate`, every step up. */
export function preAmountsBySeized(seized: bigint, { borrow, price, incentive }: PreLiquidationMarket): MorphoAmounts {
  const quoted = mulDivUp(seized, price, ORACLE_PRICE_SCALE);
  const repaidShares = toSharesUp(wadDivUp(quoted, incentive), borrow);
  return { seized, repaidShares, repaid: toAssetsUp(repaidShares, borrow) };
}

/** Why Morpho would not let a pre-liquidation take what it asks for; null when it would. */
export type PreRefusal = "more-than-there-is" | "still-unhealthy" | null;

/**
 * Morpho's own conditions: the debt is repaid first, then the collateral is taken from whom the market's oracle must call
 * healthy afterwards, unless nothing is owed any more.
 * @param position with the price of the market's oracle
 * Source: `Morpho.repay`, `Morpho.withdrawCollateral`.
 */
export function preRefusal(position: HealthInput, { seized, repaidShares, repaid }: MorphoAmounts): PreRefusal {
  const [collateral, borrowShares] = [position.collateral - seized, position.borrowShares - repaidShares];
  if (collateral < 0n || borrowShares < 0n) return "more-than-there-is";
  if (borrowShares === 0n) return null;
  const { assets, shares } = position.borrow;
  const borrow = { assets: max(0n, assets - repaid), shares: shares - repaidShares };
  return healthOf({ ...position, collateral, borrowShares, borrow }).healthy ? null : "still-unhealthy";
}
