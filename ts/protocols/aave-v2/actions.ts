import type { Reason } from "../../core/errors/reason.ts";
import { pairsOf } from "../aave/pairs.ts";
import type { LoanAction } from "../action.ts";
import { type ActionTerms, actionsOfPair } from "./action.ts";
import { refusalOf } from "./errors.ts";
import { type AaveV2Instant, instantAt } from "./instant.ts";
import { CLOSE_FACTOR_BPS } from "./liquidate.ts";
import type { AaveV2Pair } from "./pair.ts";
import { failedPrecondition } from "./preconditions.ts";
import type { AaveV2State } from "./state.ts";

export interface AaveV2Actions {
  readonly actions: readonly LoanAction[];
  /** Basis points; null without a pair. */
  readonly closeFactorBps: bigint | null;
  /** Why there is no action at all; null when there is one. */
  readonly refusal: Reason | null;
}

/** Everything that can be done with a liquidatable account. */
export function actionsOf(
  state: AaveV2State,
  now: AaveV2Instant,
  horizonSeconds: bigint,
  terms: ActionTerms,
): AaveV2Actions {
  const later = horizonSeconds === 0n ? now : instantAt(state, horizonSeconds);
  const actions: LoanAction[] = [];
  let refusal: Reason | null = null;
  for (const pair of pairsOf(state, now, later)) {
    const barred = barredBy(state, pair);
    refusal ??= barred;
    if (barred === null) actions.push(...actionsOfPair(state, pair, terms));
  }
  if (actions.length > 0) return { actions, closeFactorBps: CLOSE_FACTOR_BPS, refusal: null };
  const nothing: Reason = { code: "no-collateral", message: "the account has debt but no collateral to seize" };
  return { actions, closeFactorBps: null, refusal: refusal ?? nothing };
}

/** The precondition that keeps the contract from liquidating this pair, if any. */
function barredBy({ market }: AaveV2State, pair: AaveV2Pair): Reason | null {
  const { now, collateralReserve, debtReserve } = pair;
  const { healthFactor } = now.account;
  const error = failedPrecondition({
    paused: market.paused,
    active: collateralReserve.active && debtReserve.active,
    healthFactor,
    collateralEnabled: now.balances[pair.collateralIndex]!.usedAsCollateral,
    thresholdBps: collateralReserve.liquidationThresholdBps,
    reserveDebt: now.balances[pair.debtIndex]!.debt,
  });
  if (error === null) return null;
  const [collateral, debt] = [collateralReserve.token.symbol, debtReserve.token.symbol];
  return refusalOf(error, { healthFactor, collateral, debt });
}
