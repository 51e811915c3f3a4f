import { min, rayDivHalfUp } from "../../core/math/math.ts";
import type { Action, SeizeQuote } from "../action.ts";
import type { AaveV2Detail } from "./action.ts";
import type { AaveV2Balance } from "./balance.ts";
import { instantAt } from "./instant.ts";
import { liquidate } from "./liquidate.ts";
import type { AaveV2Policy } from "./policy.ts";
import type { SeizeAmounts } from "./seize.ts";
import type { AaveV2Holding, AaveV2Market, AaveV2Position, AaveV2Reserve, AaveV2State } from "./state.ts";

/**
 * The states right after a call at the market's own second that is offered what the quote says. The rates of before are kept, which
 * only what comes later depends on.
 * @returns null where that call would be refused
 */
export function after(
  market: AaveV2Market,
  position: AaveV2Position,
  action: Action,
  { amount }: Pick<SeizeQuote, "amount">,
  policy: AaveV2Policy,
): AaveV2State | null {
  const { collateralId, debtId, inKind } = action.detail as AaveV2Detail;
  const { balances } = instantAt({ market, position }, 0n);
  const balanceOf = (id: number) => balances[position.holdings.findIndex(({ reserveId }) => reserveId === id)];
  const [collateral, debt] = [balanceOf(collateralId), balanceOf(debtId)];
  if (!collateral || !debt) return null;
  const cash = inKind ? null : (market.reserves.find(({ id }) => id === collateralId)?.cash ?? 0n);
  const result = liquidate({ collateral, debt, cash }, amount, policy);
  if (!result.ok) return null;
  const { amounts } = result;
  const burned = rayDivHalfUp(min(amounts.repaid, debt.variableDebt), debt.debtBurnIndex);
  const holdings = position.holdings.map((holding) => {
    const repaid = holding.reserveId === debtId ? repaidOf(holding, debt, amounts, market.timestamp) : holding;
    return holding.reserveId === collateralId ? seizedOf(repaid, collateral, amounts) : repaid;
  });
  const reserves = market.reserves.map((reserve) => {
    const paid = reserve.id === debtId ? paidInto(reserve, amounts.repaid, burned) : reserve;
    return reserve.id === collateralId && !inKind ? paidOut(paid, amounts.gross) : paid;
  });
  return { market: { ...market, reserves }, position: { holdings } };
}

/** Variable debt is burned first. Source: `LendingPoolCollateralManager.liquidationCall`. */
function repaidOf(
  holding: AaveV2Holding,
  { debt, variableDebt, debtBurnIndex }: AaveV2Balance,
  { repaid }: SeizeAmounts,
  since: bigint,
): AaveV2Holding {
  const ofVariable = min(repaid, variableDebt);
  const scaledVariableDebt = holding.scaledVariableDebt - rayDivHalfUp(ofVariable, debtBurnIndex);
  if (ofVariable === repaid || holding.stable === null) return { ...holding, scaledVariableDebt };
  const principal = debt - variableDebt - (repaid - ofVariable);
  const stable = principal === 0n ? null : { ...holding.stable, principal, since };
  return { ...holding, scaledVariableDebt, stable };
}

/** Each part leaves by itself; with all of it gone it is no collateral any more. */
function seizedOf(
  holding: AaveV2Holding,
  { collateral, liquidityIndex }: AaveV2Balance,
  { toLiquidator, fee, gross }: SeizeAmounts,
): AaveV2Holding {
  const parts = [toLiquidator, fee].map((part) => rayDivHalfUp(part, liquidityIndex));
  const scaledATokenBalance = parts.reduce((left, part) => left - part, holding.scaledATokenBalance);
  return { ...holding, scaledATokenBalance, ...(gross === collateral && { usedAsCollateral: false }) };
}

function paidInto(reserve: AaveV2Reserve, repaid: bigint, burned: bigint): AaveV2Reserve {
  const { cash, scaledVariableDebt } = reserve;
  return {
    ...reserve,
    cash: cash === null ? null : cash + repaid,
    scaledVariableDebt: scaledVariableDebt && scaledVariableDebt - burned,
  };
}

const paidOut = (reserve: AaveV2Reserve, amount: bigint): AaveV2Reserve => ({
  ...reserve,
  cash: reserve.cash && reserve.cash - amount,
});
