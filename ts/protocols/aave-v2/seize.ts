import { BPS, divUp, min, percentDivHalfUp, percentMulHalfUp } from "../../core/math/math.ts";
import type { AaveV2Policy } from "./policy.ts";

export interface SeizeInput {
  /** Debt to repay after the close factor, token units. */
  readonly debtToCover: bigint;
  readonly debtPrice: bigint;
  readonly debtUnit: bigint;
  /** aToken balance of the borrower, token units. */
  readonly collateralBalance: bigint;
  readonly collateralPrice: bigint;
  readonly collateralUnit: bigint;
  /** 10500 = 5 %. */
  readonly bonusBps: bigint;
}

/** Debt units repaid; collateral units taken from the borrower, paid to somebody else, and received by the liquidator. */
export interface SeizeAmounts {
  readonly repaid: bigint;
  readonly gross: bigint;
  readonly fee: bigint;
  readonly toLiquidator: bigint;
  /** The borrower's balance, not `debtToCover`, set the amounts. */
  readonly limitedByCollateral: boolean;
}

/**
 * Amounts of one pair. The bonus is multiplied in before the division, and what the collateral needs is taken only where it is
 * less than what was offered. Source: `LendingPoolCollateralManager.liquidationCall`,
 * `_calculateAvailableCollateralToLiquidate`.
 */
export function seizeAmounts(input: SeizeInput, { feeOfBonus }: AaveV2Policy): SeizeAmounts {
  const { debtPrice, debtUnit, collateralPrice, collateralUnit, collateralBalance, bonusBps, debtToCover } = input;
  const worth = debtPrice * debtToCover * collateralUnit;
  const wanted = percentMulHalfUp(worth, bonusBps) / (collateralPrice * debtUnit);
  const limitedByCollateral = wanted > collateralBalance;
  const gross = limitedByCollateral ? collateralBalance : wanted;
  const needed = limitedByCollateral ? debtFor(input, gross) : debtToCover;
  const repaid = min(needed, debtToCover);
  const withoutBonus = (debtPrice * repaid * collateralUnit) / (collateralPrice * debtUnit);
  const fee = feeOfBonus === "half" && gross > withoutBonus ? (gross - withoutBonus) / 2n : 0n;
  return { repaid, gross, fee, toLiquidator: gross - fee, limitedByCollateral };
}

function debtFor(
  { debtPrice, debtUnit, collateralPrice, collateralUnit, bonusBps }: SeizeInput,
  gross: bigint,
): bigint {
  return percentDivHalfUp((collateralPrice * gross * debtUnit) / (debtPrice * collateralUnit), bonusBps);
}

/** The least debt that, while no close factor is in the way, takes the whole balance: the inverse of the wanted amount. */
export function leastForAll(input: Omit<SeizeInput, "debtToCover">): bigint {
  const { debtPrice, debtUnit, collateralPrice, collateralUnit, collateralBalance, bonusBps } = input;
  const worth = divUp(collateralBalance * collateralPrice * debtUnit * BPS - BPS / 2n, bonusBps);
  return divUp(worth, debtPrice * collateralUnit);
}

/** The most debt that leaves at least so many units of the balance. */
export function mostLeaving(input: Omit<SeizeInput, "debtToCover">, kept: bigint): bigint {
  const { debtPrice, debtUnit, collateralPrice, collateralUnit, collateralBalance, bonusBps } = input;
  const wanted = (collateralBalance - kept + 1n) * collateralPrice * debtUnit * BPS - BPS / 2n - 1n;
  return wanted <= 0n ? 0n : wanted / bonusBps / (debtPrice * collateralUnit);
}
