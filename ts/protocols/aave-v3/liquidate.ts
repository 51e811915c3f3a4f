import { min, mulDiv, RAY } from "../../core/math/math.ts";
import type { AaveV3Balance } from "./balance.ts";
import { type CloseFactor, closeFactorOf } from "./close-factor.ts";
import type { AaveV3Error } from "./errors.ts";
import type { AaveV3Rules } from "./rules.ts";
import { feeTaken, type SeizeAmounts, type SeizeInput, seizeAmounts } from "./seize.ts";
import { type AaveV3Totals, collateralValue, debtValue } from "./totals.ts";

/** Worth that must remain of debt and of collateral when both remain; base currency, meant as USD with 8 decimals. */
export const SMALLEST_LEFTOVER_BASE = 1_000n * 10n ** 8n;

export interface LiquidationLegs {
  /** The whole account, at the instant of the call. */
  readonly account: AaveV3Totals;
  /** The two reserves of the pair; the same object twice when collateral and debt are one asset. */
  readonly collateral: AaveV3Balance;
  readonly debt: AaveV3Balance;
}

export interface LiquidationInput extends LiquidationLegs {
  /** Token units; more than allowed is clipped. */
  readonly debtToCover: bigint;
}

export interface Liquidation {
  readonly ok: true;
  readonly closeFactor: CloseFactor;
  /** `protocolFee` is what the treasury receives. */
  readonly amounts: SeizeAmounts;
  /** Nothing that counts as collateral is left: the account's remaining debts, of every reserve, are written off. */
  readonly noCollateralLeft: boolean;
  /** Debt of this reserve that is written off, token units. */
  readonly deficit: bigint;
}

export type LiquidationResult =
  | Liquidation
  | {
      readonly ok: false;
      readonly error: AaveV3Error;
      readonly closeFactor: CloseFactor;
      readonly numbers: Readonly<Record<string, bigint>>;
    };

/** Largest debt of the pair that one call may repay, not yet limited by the collateral. */
export function closeFactorOfPair({ account, collateral, debt }: LiquidationLegs, rules: AaveV3Rules): CloseFactor {
  return closeFactorOf(
    {
      healthFactor: account.healthFactor,
      reserveCollateralBase: collateralValue(collateral.collateral, collateral.price, collateral.unit),
      reserveDebtBase: debtValue(debt.debt, debt.debtPrice, debt.unit, rules),
      totalDebtBase: account.totalDebtBase,
      reserveDebt: debt.debt,
      debtPrice: debt.debtPrice,
      debtUnit: debt.unit,
    },
    rules,
  );
}

/**
 * `liquidationCall` after its preconditions: close factor, amounts, dust, write-off.
 * Source: `LiquidationLogic.executeLiquidationCall`.
 */
export function liquidate(input: LiquidationInput, rules: AaveV3Rules): LiquidationResult {
  return liquidateWithin(closeFactorOfPair(input, rules), input, input.debtToCover, rules);
}

/** The same for whoever tries many sizes: the close factor is one for all of them. */
export function liquidateWithin(
  closeFactor: CloseFactor,
  { account, collateral, debt }: LiquidationLegs,
  offered: bigint,
  rules: AaveV3Rules,
): LiquidationResult {
  const debtToCover = min(offered, closeFactor.maxDebt);
  const nominal = seizeAmounts(seizeInputOf(collateral, debt, debtToCover), rules);
  const debtLeft = debt.debt - nominal.repaid;
  const collateralLeft = collateral.collateral - nominal.gross;
  const dust = leavesDust(debtLeft, collateralLeft, debt, collateral, rules);
  if (dust !== null) return { ok: false, error: "MustNotLeaveDust", closeFactor, numbers: dust };

  const noCollateralLeft = rules.deficit !== "none" && exhausts(account, collateral, nominal, rules);
  // Where variable debt does not cover the repayment, all of it is burned, and that is never nothing.
  const burnsPart = !noCollateralLeft && nominal.repaid <= debt.debt - debt.stableDebt;
  const burnsNoDebt = burnsPart && mulDiv(nominal.repaid, RAY, debt.variableBorrowIndex, rules.debtBurn) === 0n;
  if (burnsNoDebt || mulDiv(nominal.toLiquidator, RAY, collateral.liquidityIndex, rules.aTokenBurn) === 0n) {
    const numbers = { repaid: nominal.repaid, seized: nominal.toLiquidator };
    return { ok: false, error: "InvalidBurnAmount", closeFactor, numbers };
  }
  const protocolFee = feeTaken(nominal, collateral.scaledCollateral, collateral.liquidityIndex, rules);
  const deficit = noCollateralLeft ? debtLeft : 0n;
  return { ok: true, closeFactor, amounts: { ...nominal, protocolFee }, noCollateralLeft, deficit };
}

/** What the amounts of a pair depend on. */
export function seizeInputOf(collateral: AaveV3Balance, debt: AaveV3Balance, debtToCover: bigint): SeizeInput {
  return {
    debtToCover,
    debtPrice: debt.debtPrice,
    debtUnit: debt.unit,
    collateralBalance: collateral.collateral,
    collateralPrice: collateral.price,
    collateralUnit: collateral.unit,
    bonusBps: collateral.bonusBps,
    protocolFeeBps: collateral.protocolFeeBps,
  };
}

/** The two leftovers in base currency when the dust rule refuses them, else null. */
function leavesDust(
  debtLeft: bigint,
  collateralLeft: bigint,
  debt: AaveV3Balance,
  collateral: AaveV3Balance,
  rules: AaveV3Rules,
): { readonly debtLeftBase: bigint; readonly collateralLeftBase: bigint; readonly leastBase: bigint } | null {
  if (!rules.refusesDust || debtLeft <= 0n || collateralLeft <= 0n) return null;
  const debtLeftBase = debtValue(debtLeft, debt.debtPrice, debt.unit, rules);
  const collateralLeftBase = collateralValue(collateralLeft, collateral.price, collateral.unit);
  const enough = debtLeftBase >= SMALLEST_LEFTOVER_BASE && collateralLeftBase >= SMALLEST_LEFTOVER_BASE;
  return enough ? null : { debtLeftBase, collateralLeftBase, leastBase: SMALLEST_LEFTOVER_BASE };
}

/** Whether the seized collateral is all that the account has, by value. */
function exhausts(
  account: AaveV3Totals,
  collateral: AaveV3Balance,
  amounts: SeizeAmounts,
  rules: AaveV3Rules,
): boolean {
  const consumed = rules.deficit === "scaled" ? consumedCollateral(collateral, amounts, rules) : amounts.gross;
  return collateralValue(consumed, collateral.price, collateral.unit) === account.totalCollateralBase;
}

/** Collateral that really leaves the borrower: both parts leave in scaled units, each rounded up, at most all of it. */
function consumedCollateral(collateral: AaveV3Balance, amounts: SeizeAmounts, rules: AaveV3Rules): bigint {
  const scaled = (amount: bigint) => mulDiv(amount, RAY, collateral.liquidityIndex, rules.aTokenBurn);
  const consumed = min(scaled(amounts.toLiquidator) + scaled(amounts.protocolFee), collateral.scaledCollateral);
  return mulDiv(consumed, collateral.liquidityIndex, RAY, rules.aTokenBalance);
}
