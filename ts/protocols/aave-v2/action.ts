import { min } from "../../core/math/math.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import type { LoanAction } from "../action.ts";
import { FUNDINGS_IN_KIND, FUNDINGS_OF_EVERY_LEAF } from "../fundings.ts";
import { gasOfLiquidation } from "./gas.ts";
import { coverForMost, maxDebtOf } from "./liquidate.ts";
import { type AaveV2Pair, callOf, legsOf } from "./pair.ts";
import type { AaveV2Policy } from "./policy.ts";
import type { AaveV2State } from "./state.ts";
import type { ToUsd } from "./usd.ts";

/** What the protocol calls the tokens that stand for a supply. */
export const RECEIPTS = "aTokens";

/** `Action.detail`: all that a quote needs besides market and position. Plain data. */
export interface AaveV2Detail {
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

/** Who does it, under which rules, and what it is worth. */
export interface ActionTerms {
  readonly contract: LiquidatorName | null;
  readonly policy: AaveV2Policy;
  readonly toUsd: ToUsd;
}

/**
 * What can be done with a pair: take the collateral to sell it, or take it as aTokens. The first stands also where the reserve
 * has no cash, so that its quote can say so.
 */
export function actionsOfPair(state: AaveV2State, pair: AaveV2Pair, terms: ActionTerms): LoanAction[] {
  return [false, true].map((inKind) => actionOf(state, pair, inKind, terms));
}

function actionOf(
  { market, position }: AaveV2State,
  pair: AaveV2Pair,
  inKind: boolean,
  { contract, policy, toUsd }: ActionTerms,
): LoanAction {
  const { collateralReserve, debtReserve } = pair;
  const legs = legsOf(pair, pair.later, inKind);
  const { collateral, debt } = legs;
  const detail: AaveV2Detail = {
    collateralId: collateralReserve.id,
    debtId: debtReserve.id,
    inKind,
    maxDebt: maxDebtOf(legs),
    coverForMost: coverThroughout(pair, inKind, policy),
  };
  // cash is for the quote to speak of: what the rules leave to one call does not depend on it
  const most = callOf(pair, { debtToCover: detail.coverForMost, inKind: true }, policy);
  const bonus = collateral.bonusBps - 10_000n;
  return {
    id: `liquidate/${collateralReserve.id}/${debtReserve.id}${inKind ? "/in-kind" : ""}`,
    contract,
    callee: market.pool,
    pays: { token: debtReserve.token, most: most.ok ? most.amounts.repaid : 0n, priceUsd: toUsd(debt.price) },
    receives: { token: collateralReserve.token, keptAs: inKind ? RECEIPTS : null },
    bonusBps: policy.feeOfBonus === "half" && bonus > 0n ? 10_000n + (bonus + 1n) / 2n : collateral.bonusBps,
    oracle: { numerator: collateral.price * debt.unit, denominator: debt.price * collateral.unit },
    fundings: inKind ? FUNDINGS_IN_KIND : FUNDINGS_OF_EVERY_LEAF,
    gas: gasOfLiquidation(position, debtReserve.id, inKind, policy),
    detail,
  };
}

/** What leaves enough of a collateral that goes in two parts at both ends does so between them. */
function coverThroughout(pair: AaveV2Pair, inKind: boolean, policy: AaveV2Policy): bigint {
  const [early, late] = [pair.now, pair.later].map((instant) => coverForMost(legsOf(pair, instant, inKind), policy));
  return policy.feeOfBonus === "none" ? late! : min(early!, late!);
}
