import { collateralValue, debtValue, healthFactorOf } from "../aave/health.ts";
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
