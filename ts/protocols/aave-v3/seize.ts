import { BPS, divUp, mulDiv, RAY } from "../../core/math/math.ts";
import type { AaveV3Rules } from "./rules.ts";

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
  /** Protocol's share of the bonus. */
  readonly protocolFeeBps: bigint;
}

/** Debt units repaid; collateral units taken from the borrower, kept by the protocol, and received by the liquidator. */
export interface SeizeAmounts {
  readonly repaid: bigint;
  readonly gross: bigint;
  readonly protocolFee: bigint;
  readonly toLiquidator: bigint;
  /** The borrower's balance, not `debtToCover`, set the amounts. */
  readonly limitedByCollateral: boolean;
}

/** Amounts of one pair. Source: `LiquidationLogic._calculateAvailableCollateralToLiquidate`. */
export function seizeAmounts(input: SeizeInput, rules: AaveV3Rules): SeizeAmounts {
  const { debtPrice, debtUnit, collateralPrice, collateralUnit, bonusBps } = input;
  const base = (debtPrice * input.debtToCover * collateralUnit) / (collateralPrice * debtUnit);
  const wanted = mulDiv(base, bonusBps, BPS, rules.collateralGross);
  const limitedByCollateral = wanted > input.collateralBalance;
  const gross = limitedByCollateral ? input.collateralBalance : wanted;
  const repaid = limitedByCollateral
    ? mulDiv((collateralPrice * gross * debtUnit) / (debtPrice * collateralUnit), BPS, bonusBps, rules.limitedDebt)
    : input.debtToCover;
  const { protocolFee, toLiquidator } = splitFee(gross, bonusBps, input.protocolFeeBps, rules);
  return { repaid, gross, protocolFee, toLiquidator, limitedByCollateral };
}

/** The least debt that, while no close factor is in the way, takes the whole balance: the inverse of the wanted amount. */
export function leastForAll(input: SeizeInput, rules: AaveV3Rules): bigint {
  const { debtPrice, debtUnit, collateralPrice, collateralUnit, collateralBalance, bonusBps } = input;
  const roundedUp = rules.collateralGross === "half-up" ? BPS / 2n : 0n;
  const base = divUp(collateralBalance * BPS - roundedUp, bonusBps);
  return divUp(base * collateralPrice * debtUnit, debtPrice * collateralUnit);
}

/** Splits seized collateral into the protocol's share of the bonus and the liquidator's part. */
export function splitFee(
  gross: bigint,
  bonusBps: bigint,
  protocolFeeBps: bigint,
  rules: AaveV3Rules,
): { readonly protocolFee: bigint; readonly toLiquidator: bigint } {
  const bonusPart = gross - mulDiv(gross, BPS, bonusBps, rules.withoutBonus);
  const protocolFee = mulDiv(bonusPart, protocolFeeBps, BPS, rules.protocolFee);
  return { protocolFee, toLiquidator: gross - protocolFee };
}

/**
 * The fee that the treasury really receives. The liquidator is served first in scaled units; what that leaves of the
 * borrower's scaled balance can fall one unit short of the fee.
 */
export function feeTaken(
  amounts: SeizeAmounts,
  scaledCollateral: bigint,
  liquidityIndex: bigint,
  rules: AaveV3Rules,
): bigint {
  const scaledFee = mulDiv(amounts.protocolFee, RAY, liquidityIndex, rules.aTokenBurn);
  const scaledLeft = scaledCollateral - mulDiv(amounts.toLiquidator, RAY, liquidityIndex, rules.aTokenBurn);
  if (scaledFee <= scaledLeft) return amounts.protocolFee;
  return mulDiv(scaledLeft, liquidityIndex, RAY, rules.aTokenBalance);
}
