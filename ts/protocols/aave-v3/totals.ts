import { BPS, MAX_UINT256, mulDiv, percentMulHalfUp, wadDivHalfUp } from "../../core/math/math.ts";
import { type AaveV3Balance, countsAsCollateral } from "./balance.ts";
import type { AaveV3Rules } from "./rules.ts";

/** Totals of one account in base currency. */
export interface AaveV3Totals {
  readonly totalCollateralBase: bigint;
  readonly totalDebtBase: bigint;
  /** Sum of collateral value times threshold in basis points. */
  readonly weightedThreshold: bigint;
  /** WAD; 2^256-1 without debt. */
  readonly healthFactor: bigint;
}

/** Collateral value in base currency, floored. */
export const collateralValue = (amount: bigint, price: bigint, unit: bigint): bigint => (amount * price) / unit;

/** Debt value in base currency, rounded as the revision rounds debt. */
export const debtValue = (amount: bigint, price: bigint, unit: bigint, rules: AaveV3Rules): bigint =>
  mulDiv(amount, price, unit, rules.debtValue);

/**
 * Health factor from the totals, WAD.
 * @param weightedThreshold sum of collateral value times threshold (bps)
 */
export function healthFactorOf(
  totalCollateralBase: bigint,
  weightedThreshold: bigint,
  totalDebtBase: bigint,
  rules: AaveV3Rules,
): bigint {
  if (totalDebtBase === 0n) return MAX_UINT256;
  if (rules.healthFactor === "weighted") return wadDivHalfUp(weightedThreshold, totalDebtBase) / BPS;
  const averageThreshold = totalCollateralBase === 0n ? 0n : weightedThreshold / totalCollateralBase;
  return wadDivHalfUp(percentMulHalfUp(totalCollateralBase, averageThreshold), totalDebtBase);
}

/** `getUserAccountData` of the given balances. Source: `GenericLogic.calculateUserAccountData`. */
export function totalsOf(balances: readonly AaveV3Balance[], rules: AaveV3Rules): AaveV3Totals {
  let totalCollateralBase = 0n;
  let totalDebtBase = 0n;
  let weightedThreshold = 0n;
  for (const balance of balances) {
    // most balances have one side only, and a division is dear
    if (balance.collateral > 0n && countsAsCollateral(balance, rules)) {
      const value = collateralValue(balance.collateral, balance.price, balance.unit);
      totalCollateralBase += value;
      weightedThreshold += value * balance.liquidationThresholdBps;
    }
    if (balance.debt > 0n) totalDebtBase += debtValue(balance.debt, balance.price, balance.unit, rules);
  }
  const healthFactor = healthFactorOf(totalCollateralBase, weightedThreshold, totalDebtBase, rules);
  return { totalCollateralBase, totalDebtBase, weightedThreshold, healthFactor };
}
