import { divUp, max, min, percentMulHalfUp, RAY, rayDivHalfUp } from "../../core/math/math.ts";
import type { AaveV2Balance } from "./balance.ts";
import type { AaveV2Error } from "./errors.ts";
import type { AaveV2Policy } from "./policy.ts";
import { leastForAll, mostLeaving, type SeizeAmounts, seizeAmounts } from "./seize.ts";

/** Share of a reserve's debt that one call may repay, basis points: always. */
export const CLOSE_FACTOR_BPS = 5_000n;

export interface LiquidationLegs {
  /** The two reserves of the pair; the same object twice when collateral and debt are one asset. */
  readonly collateral: AaveV2Balance;
  readonly debt: AaveV2Balance;
  /** Underlying that can be paid out; null: the collateral is taken as aTokens, which needs none. */
  readonly cash: bigint | null;
}

export type LiquidationResult =
  | { readonly ok: true; readonly amounts: SeizeAmounts }
  | { readonly ok: false; readonly error: AaveV2Error; readonly numbers: Readonly<Record<string, bigint>> };

/** Most debt units that one call takes by the close factor, not yet limited by the collateral. */
export const maxDebtOf = ({ debt }: { readonly debt: Pick<AaveV2Balance, "debt"> }): bigint =>
  percentMulHalfUp(debt.debt, CLOSE_FACTOR_BPS);

/**
 * The debt to offer for the most: what the close factor allows, or the least that takes the whole collateral. Where that leaves
 * in two parts, each of which is rounded, a few units of it stay, so that the parts never come to more than there is.
 */
export function coverForMost(legs: Pick<LiquidationLegs, "collateral" | "debt">, policy: AaveV2Policy): bigint {
  const input = seizeInputOf(legs);
  if (policy.feeOfBonus === "none") return min(maxDebtOf(legs), max(leastForAll(input), 0n));
  const kept = divUp(2n * legs.collateral.liquidityIndex, RAY) + 1n;
  return min(maxDebtOf(legs), max(mostLeaving(input, kept), 0n));
}

/**
 * `liquidationCall` after its preconditions: close factor, amounts, cash, books. A call that burns nothing on either side is
 * refused. Source: `LendingPoolCollateralManager.liquidationCall`.
 * @param offered token units; more than allowed is clipped
 */
export function liquidate(legs: LiquidationLegs, offered: bigint, policy: AaveV2Policy): LiquidationResult {
  const { collateral, debt, cash } = legs;
  const debtToCover = min(offered, maxDebtOf(legs));
  const amounts = seizeAmounts({ ...seizeInputOf(legs), debtToCover }, policy);
  if (cash !== null && amounts.gross > cash) {
    return { ok: false, error: "45", numbers: { seized: amounts.gross, available: cash } };
  }
  const { repaid, gross } = amounts;
  if (!canBurnDebt(repaid, debt) || !canTakeCollateral(amounts, collateral, cash !== null)) {
    return { ok: false, error: "23", numbers: { repaid, seized: gross } };
  }
  return { ok: true, amounts };
}

/** What the amounts of a pair depend on, but for the debt that is offered. */
function seizeInputOf({ collateral, debt }: Pick<LiquidationLegs, "collateral" | "debt">) {
  return {
    debtPrice: debt.price,
    debtUnit: debt.unit,
    collateralBalance: collateral.collateral,
    collateralPrice: collateral.price,
    collateralUnit: collateral.unit,
    bonusBps: collateral.bonusBps,
  };
}

/** Variable debt is burned first; where it is owed, neither nothing of it nor more than there is. */
function canBurnDebt(repaid: bigint, { variableDebt, scaledVariableDebt, debtBurnIndex }: AaveV2Balance): boolean {
  if (variableDebt === 0n && repaid > 0n) return true;
  const burned = rayDivHalfUp(min(repaid, variableDebt), debtBurnIndex);
  return burned > 0n && burned <= scaledVariableDebt;
}

/** Each part leaves by itself. Neither is burned when it is nothing, and together they are no more than there is. */
function canTakeCollateral(
  { toLiquidator, fee }: SeizeAmounts,
  { liquidityIndex, scaledCollateral }: AaveV2Balance,
  isBurned: boolean,
): boolean {
  const parts = (fee > 0n ? [toLiquidator, fee] : [toLiquidator]).map((part) => rayDivHalfUp(part, liquidityIndex));
  const sum = parts.reduce((total, part) => total + part, 0n);
  return sum <= scaledCollateral && !(isBurned && parts.includes(0n));
}
