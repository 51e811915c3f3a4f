import { BPS, MAX_UINT256, mulDiv, percentMulHalfUp, type Rounding, wadDivHalfUp } from "../../core/math/math.ts";

/** How a version of Aave computes a health factor. */
export interface HealthRules {
  /** Debt in base currency. Collateral in base currency always floors. */
  readonly debtValue: Rounding;
  /** `average`: collateral times the floored mean threshold. `weighted`: the weighted sum itself, divided once. */
  readonly healthFactor: "average" | "weighted";
}

/** Collateral value in base currency, floored. */
export const collateralValue = (amount: bigint, price: bigint, unit: bigint): bigint => (amount * price) / unit;

/** Debt value in base currency, rounded as the version rounds debt. */
export const debtValue = (amount: bigint, price: bigint, unit: bigint, rules: HealthRules): bigint =>
  mulDiv(amount, price, unit, rules.debtValue);

/**
 * Health factor from the totals, WAD; 2^256-1 without debt.
 * @param weightedThreshold sum of collateral value times threshold (bps)
 */
export function healthFactorOf(
  totalCollateralBase: bigint,
  weightedThreshold: bigint,
  totalDebtBase: bigint,
  rules: HealthRules,
): bigint {
  if (totalDebtBase === 0n) return MAX_UINT256;
  if (rules.healthFactor === "weighted") return wadDivHalfUp(weightedThreshold, totalDebtBase) / BPS;
  const averageThreshold = totalCollateralBase === 0n ? 0n : weightedThreshold / totalCollateralBase;
  return wadDivHalfUp(percentMulHalfUp(totalCollateralBase, averageThreshold), totalDebtBase);
}
