import type { LoanAction } from "../action.ts";
import { FUNDINGS_IN_KIND, FUNDINGS_OF_EVERY_LEAF } from "../fundings.ts";
import { gasOfLiquidation } from "./gas.ts";
import type { LargestCall } from "./largest-call.ts";
import { type AaveV3Pair, legsOf } from "./pair.ts";
import { rulesOf } from "./rules.ts";
import type { AaveV3State } from "./state.ts";
import { baseToUsd } from "./usd.ts";

/** What the protocol calls the tokens that stand for a supply. */
export const RECEIPTS = "aTokens";

/** `Action.detail`: all that a quote needs besides market and position. Plain data. */
export interface AaveV3Detail {
  /** Ids of the two reserves. */
  readonly collateralId: number;
  readonly debtId: number;
  /** The collateral is taken as aTokens. */
  readonly inKind: boolean;
  /** What the close factor leaves to one call, debt units. */
  readonly maxDebt: bigint;
  /** The least debt to offer for the most, debt units. */
  readonly coverForMost: bigint;
}

/**
 * What can be done with a pair: take the collateral to sell it, and, where the contract accepts any call, take it as aTokens.
 * The first stands also where the reserve has no cash or only dust would be left, so that its quote can say so.
 */
export function actionsOfPair(state: AaveV3State, pair: AaveV3Pair, largest: LargestCall): LoanAction[] {
  const selling = actionOf(state, pair, largest, false);
  return largest.most.ok ? [selling, actionOf(state, pair, largest, true)] : [selling];
}

function actionOf({ market, position }: AaveV3State, pair: AaveV3Pair, largest: LargestCall, inKind: boolean) {
  const { collateralReserve, debtReserve } = pair;
  const { collateral, debt } = legsOf(pair, pair.later);
  const { maxDebt, coverForMost, most } = largest;
  const detail: AaveV3Detail = {
    collateralId: collateralReserve.id,
    debtId: debtReserve.id,
    inKind,
    maxDebt,
    coverForMost,
  };
  return {
    id: `liquidate/${collateralReserve.id}/${debtReserve.id}${inKind ? "/in-kind" : ""}`,
    contract: "AaveV3Liquidator",
    callee: market.pool,
    pays: {
      token: debtReserve.token,
      most: most.ok ? most.amounts.repaid : 0n,
      priceUsd: baseToUsd(debt.debtPrice, market),
    },
    receives: { token: collateralReserve.token, keptAs: inKind ? RECEIPTS : null },
    bonusBps: collateral.bonusBps,
    oracle: { numerator: collateral.price * debt.unit, denominator: debt.debtPrice * collateral.unit },
    fundings: inKind ? FUNDINGS_IN_KIND : FUNDINGS_OF_EVERY_LEAF,
    gas: gasOfLiquidation(position, inKind, rulesOf(market.revision)!),
    detail,
  } satisfies LoanAction;
}
