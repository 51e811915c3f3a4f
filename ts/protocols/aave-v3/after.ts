import { max, min, mulDiv, RAY } from "../../core/math/math.ts";
import type { Action, SeizeQuote } from "../action.ts";
import type { AaveV3Detail } from "./action.ts";
import type { AaveV3Balance } from "./balance.ts";
import { instantOf } from "./instant.ts";
import { type Liquidation, liquidate } from "./liquidate.ts";
import { type AaveV3Rules, rulesOf } from "./rules.ts";
import type { AaveV3Holding, AaveV3Market, AaveV3Position, AaveV3Reserve, AaveV3State } from "./state.ts";

/**
 * The states right after a call in the market's own block that is offered what the quote says. The rates of before are kept, which only
 * what comes later depends on. Source: `LiquidationLogic.executeLiquidationCall`.
 * @returns null where that call would be refused
 */
export function after(
  market: AaveV3Market,
  position: AaveV3Position,
  action: Action,
  { amount }: Pick<SeizeQuote, "amount">,
): AaveV3State | null {
  const { collateralId, debtId, inKind } = action.detail as AaveV3Detail;
  const rules = rulesOf(market.revision);
  if (rules === null) return null;
  const { account, balances } = instantOf({ market, position }, rules);
  const balanceOf = (id: number) => balances[position.holdings.findIndex(({ reserveId }) => reserveId === id)];
  const [collateral, debt] = [balanceOf(collateralId), balanceOf(debtId)];
  if (!collateral || !debt) return null;
  const result = liquidate({ account, collateral, debt, debtToCover: amount }, rules);
  if (!result.ok) return null;
  const holdings = position.holdings.map((holding) => {
    const repaid = holding.reserveId === debtId ? repaidOf(holding, debt, result, rules) : holding;
    const seized = holding.reserveId === collateralId ? seizedOf(repaid, collateral, result, rules) : repaid;
    // debts of every other reserve are written off as well
    return result.noCollateralLeft ? { ...seized, scaledVariableDebt: 0n, stableDebt: 0n } : seized;
  });
  const burnedOf = (id: number) => {
    const at = position.holdings.findIndex(({ reserveId }) => reserveId === id);
    return at === -1 ? 0n : position.holdings[at]!.scaledVariableDebt - holdings[at]!.scaledVariableDebt;
  };
  const reserves = market.reserves.map((reserve): AaveV3Reserve => {
    const { id, availableLiquidity, scaledVariableDebt } = reserve;
    const paidIn = id === debtId ? result.amounts.repaid : 0n;
    const paidOut = id === collateralId && !inKind ? result.amounts.toLiquidator : 0n;
    return {
      ...reserve,
      availableLiquidity: availableLiquidity + paidIn - paidOut,
      scaledVariableDebt: scaledVariableDebt && scaledVariableDebt - burnedOf(id),
    };
  });
  return { market: { ...market, reserves }, position: { ...position, holdings } };
}

/** Variable debt is burned first; all of what a reserve is owed goes where no collateral is left. */
function repaidOf(
  holding: AaveV3Holding,
  { debt, stableDebt, variableBorrowIndex }: AaveV3Balance,
  { amounts: { repaid } }: Liquidation,
  rules: AaveV3Rules,
): AaveV3Holding {
  const variableDebt = debt - stableDebt;
  const burned =
    repaid >= variableDebt ? holding.scaledVariableDebt : mulDiv(repaid, RAY, variableBorrowIndex, rules.debtBurn);
  return {
    ...holding,
    scaledVariableDebt: holding.scaledVariableDebt - min(burned, holding.scaledVariableDebt),
    stableDebt: stableDebt - max(repaid - variableDebt, 0n),
  };
}

/** Each part leaves by itself, in scaled units; with all of it gone it is no collateral any more. */
function seizedOf(
  holding: AaveV3Holding,
  { collateral, liquidityIndex }: AaveV3Balance,
  { amounts: { toLiquidator, protocolFee, gross } }: Liquidation,
  rules: AaveV3Rules,
): AaveV3Holding {
  const scaled = (amount: bigint) => mulDiv(amount, RAY, liquidityIndex, rules.aTokenBurn);
  const left = max(holding.scaledATokenBalance - scaled(toLiquidator) - scaled(protocolFee), 0n);
  return { ...holding, scaledATokenBalance: left, ...(gross === collateral && { usedAsCollateral: false }) };
}
