import { RAY, rayMulHalfUp } from "../../core/math/math.ts";
import { binomialInterestPerSecond, linearInterest } from "../aave/interest.ts";
import type { AaveV2Holding, AaveV2Reserve, StableDebt } from "./state.ts";

/** What one account holds in one reserve at one instant. */
export interface AaveV2Balance {
  /** 10^decimals. */
  readonly unit: bigint;
  /** Base currency per whole token. */
  readonly price: bigint;
  /** aToken balance, token units. */
  readonly collateral: bigint;
  /** At both kinds of rates, token units. */
  readonly debt: bigint;
  readonly variableDebt: bigint;
  readonly usedAsCollateral: boolean;
  readonly liquidationThresholdBps: bigint;
  readonly bonusBps: bigint;
  /** Ray, of the instant: by which aTokens are burned. */
  readonly liquidityIndex: bigint;
  /** Ray: by which variable debt is burned. Stands still while nothing is earned in the reserve. */
  readonly debtBurnIndex: bigint;
  /** What can be burned. */
  readonly scaledCollateral: bigint;
  readonly scaledVariableDebt: bigint;
}

/** `getReserveNormalizedIncome` at that Unix second, ray; at a time before the last update that of the last update. */
export function liquidityIndexAt({ liquidityIndex, liquidityRate, lastUpdate }: AaveV2Reserve, time: bigint): bigint {
  if (time <= lastUpdate) return liquidityIndex;
  return rayMulHalfUp(linearInterest(liquidityRate, time - lastUpdate), liquidityIndex);
}

/** `getReserveNormalizedVariableDebt` at that Unix second, ray. */
export function debtIndexAt(reserve: AaveV2Reserve, time: bigint): bigint {
  const { variableBorrowIndex, variableBorrowRate, lastUpdate } = reserve;
  if (time <= lastUpdate) return variableBorrowIndex;
  return rayMulHalfUp(binomialInterestPerSecond(variableBorrowRate, time - lastUpdate), variableBorrowIndex);
}

/** `StableDebtToken.balanceOf` at that Unix second, token units. */
export function stableDebtAt({ principal, rate, since }: StableDebt, time: bigint): bigint {
  return time <= since ? principal : rayMulHalfUp(principal, binomialInterestPerSecond(rate, time - since));
}

/**
 * A holding at a Unix second, at the rates that the reserve has.
 * @param reserve the holding's; priced
 */
export function balanceAt(holding: AaveV2Holding, reserve: AaveV2Reserve, time: bigint): AaveV2Balance {
  const { scaledATokenBalance, scaledVariableDebt, stable } = holding;
  // most holdings have one side only
  const liquidityIndex = scaledATokenBalance === 0n ? RAY : liquidityIndexAt(reserve, time);
  const debtIndex = scaledVariableDebt === 0n ? RAY : debtIndexAt(reserve, time);
  const variableDebt = rayMulHalfUp(scaledVariableDebt, debtIndex);
  return {
    unit: 10n ** BigInt(reserve.token.decimals),
    price: reserve.price ?? 0n,
    collateral: rayMulHalfUp(scaledATokenBalance, liquidityIndex),
    debt: variableDebt + (stable === null ? 0n : stableDebtAt(stable, time)),
    variableDebt,
    usedAsCollateral: holding.usedAsCollateral,
    liquidationThresholdBps: reserve.liquidationThresholdBps,
    bonusBps: reserve.liquidationBonusBps,
    liquidityIndex,
    scaledCollateral: scaledATokenBalance,
    scaledVariableDebt,
    debtBurnIndex: reserve.liquidityRate === 0n ? reserve.variableBorrowIndex : debtIndex,
  };
}

/** Whether the balance counts towards the account's collateral. */
export const countsAsCollateral = ({ usedAsCollateral, liquidationThresholdBps }: AaveV2Balance): boolean =>
  usedAsCollateral && liquidationThresholdBps !== 0n;
