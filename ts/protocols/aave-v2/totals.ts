import { collateralValue, debtValue, type HealthRules, healthFactorOf } from "../aave/health.ts";
import { type AaveV2Balance, countsAsCollateral } from "./balance.ts";

/** Totals of one account in base currency. */
export interface AaveV2Totals {
  readonly totalCollateralBase: bigint;
  readonly totalDebtBase: bigint;
  /** WAD; 2^256-1 without debt. */
  readonly healthFactor: bigint;
}

/** The one way in which Aave V2 judges health. Source: `GenericLogic.calculateUserAccountData`. */
export const HEALTH_RULES: HealthRules = { debtValue: "floor", healthFactor: "average" };

/** `getUserAccountData` of the given balances. */
export function totalsOf(balances: readonly AaveV2Balance[]): AaveV2Totals {
  let totalCollateralBase = 0n;
  let totalDebtBase = 0n;
  let weightedThreshold = 0n;
  for (const balance of balances) {
    if (balance.collateral > 0n && countsAsCollateral(balance)) {
      const value = collateralValue(balance.collateral, balance.price, balance.unit);
      totalCollateralBase += value;
      weightedThreshold += value * balance.liquidationThresholdBps;
    }
    if (balance.debt > 0n) totalDebtBase += debtValue(balance.debt, balance.price, balance.unit, HEALTH_RULES);
  }
  const healthFactor = healthFactorOf(totalCollateralBase, weightedThreshold, totalDebtBase, HEALTH_RULES);
  return { totalCollateralBase, totalDebtBase, healthFactor };
}
