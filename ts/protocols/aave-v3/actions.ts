import type { Reason } from "../../core/errors/reason.ts";
import { max } from "../../core/math/math.ts";
import { pairsOf } from "../aave/pairs.ts";
import type { LoanAction } from "../action.ts";
import type { AssessOptions } from "../protocol.ts";
import { actionsOfPair } from "./action.ts";
import { badDebtOf } from "./bad-debt.ts";
import { refusalOf } from "./errors.ts";
import { type AaveV3Instant, instantLater } from "./instant.ts";
import { type LargestCall, largestCall } from "./largest-call.ts";
import type { AaveV3Pair } from "./pair.ts";
import { failedPrecondition } from "./preconditions.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3State } from "./state.ts";

export interface AaveV3ActionsInput {
  readonly state: AaveV3State;
  /** Of the block, seconds. */
  readonly timestamp: bigint;
  readonly now: AaveV3Instant;
  readonly rules: AaveV3Rules;
  readonly options: AssessOptions;
}

export interface AaveV3Actions {
  readonly actions: readonly LoanAction[];
  /** The largest of the pairs', basis points; null without a pair. */
  readonly closeFactorBps: bigint | null;
  /** Why there is no action at all; null when there is one. */
  readonly refusal: Reason | null;
}

/** Everything that can be done with a liquidatable account, as far as preconditions and the bad-debt policy leave it. */
export function actionsOf(input: AaveV3ActionsInput): AaveV3Actions {
  const { state, now, rules, options } = input;
  const later = instantLater(state, now, options.horizonSeconds, rules);
  const actions: LoanAction[] = [];
  let closeFactorBps: bigint | null = null;
  let refusal: Reason | null = null;
  for (const pair of pairsOf(state, now, later)) {
    const found = barredBy(input, pair) ?? largestUnlessBad(pair, rules, options.realizeBadDebt);
    if ("code" in found) {
      refusal ??= found;
      continue;
    }
    actions.push(...actionsOfPair(state, pair, found));
    closeFactorBps = max(closeFactorBps ?? 0n, found.closeFactorBps);
  }
  if (actions.length > 0) return { actions, closeFactorBps, refusal: null };
  const nothing: Reason = { code: "no-collateral", message: "the account has debt but no collateral to seize" };
  return { actions, closeFactorBps, refusal: refusal ?? nothing };
}

/** The largest call of a pair, or why the operator's bad-debt policy leaves the pair alone. */
function largestUnlessBad(pair: AaveV3Pair, rules: AaveV3Rules, realizeBadDebt: boolean): LargestCall | Reason {
  const largest = largestCall(pair, rules);
  return (realizeBadDebt ? null : badDebtOf(largest.whole, pair)) ?? largest;
}

/** The precondition that keeps the contract from liquidating this pair, if any. */
function barredBy({ state, now, rules, timestamp }: AaveV3ActionsInput, pair: AaveV3Pair): Reason | null {
  const { collateralReserve, debtReserve } = pair;
  const collateral = now.balances[pair.collateralIndex]!;
  const error = failedPrecondition(
    {
      liquidatorIsBorrower: false,
      active: collateralReserve.active && debtReserve.active,
      paused: collateralReserve.paused || debtReserve.paused,
      sentinelAllows: state.market.sentinelAllowsLiquidation,
      collateralGraceUntil: collateralReserve.liquidationGraceUntil,
      debtGraceUntil: debtReserve.liquidationGraceUntil,
      now: timestamp,
      healthFactor: now.account.healthFactor,
      collateralEnabled: collateral.usedAsCollateral,
      reserveThresholdBps: collateral.reserveThresholdBps,
      reserveDebt: now.balances[pair.debtIndex]!.debt,
    },
    rules,
  );
  if (error === null) return null;
  return refusalOf(error, {
    healthFactor: now.account.healthFactor,
    timestamp,
    collateral: collateralReserve.token.symbol,
    debt: debtReserve.token.symbol,
    collateralGraceUntil: collateralReserve.liquidationGraceUntil,
    debtGraceUntil: debtReserve.liquidationGraceUntil,
  });
}
