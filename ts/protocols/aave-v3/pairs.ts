import type { Reason } from "../../core/errors/reason.ts";
import { max } from "../../core/math/math.ts";
import type { AssessOptions } from "../protocol.ts";
import type { Pair } from "../types.ts";
import { accountOf } from "./account.ts";
import { refusalOf } from "./errors.ts";
import { type AaveV3Instant, pairOf } from "./pair.ts";
import { positionsOf } from "./position.ts";
import { failedPrecondition } from "./preconditions.ts";
import { projectReserve } from "./project.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve, AaveV3State } from "./state.ts";

export interface AaveV3PairsInput {
  readonly state: AaveV3State;
  /** Of the block, seconds. */
  readonly timestamp: bigint;
  readonly now: AaveV3Instant;
  readonly reserves: ReadonlyMap<number, AaveV3Reserve>;
  readonly rules: AaveV3Rules;
  readonly options: AssessOptions;
}

export interface AaveV3Pairs {
  readonly pairs: readonly Pair[];
  /** The largest of the pairs', basis points; null without a pair. */
  readonly closeFactorBps: bigint | null;
  /** Why there is no pair at all; null when there is one. */
  readonly refusal: Reason | null;
}

/** Every pair of a liquidatable account that the preconditions and the bad-debt policy leave. */
export function pairsOf(input: AaveV3PairsInput): AaveV3Pairs {
  const { now, rules } = input;
  const later = instantLater(input);
  const pairs: Pair[] = [];
  let closeFactorBps: bigint | null = null;
  let refusal: Reason | null = null;
  for (const [collateralIndex, debtIndex] of combinations(now)) {
    const collateralReserve = reserveAt(input, collateralIndex);
    const debtReserve = reserveAt(input, debtIndex);
    const legs = { collateralIndex, debtIndex, collateralReserve, debtReserve };
    const barred = barredBy(input, legs);
    const { realizeBadDebt } = input.options;
    const found = barred ?? pairOf({ market: input.state.market, rules, now, later, ...legs, realizeBadDebt });
    if ("code" in found) {
      refusal ??= found;
      continue;
    }
    pairs.push(found.pair);
    closeFactorBps = max(closeFactorBps ?? 0n, found.closeFactorBps);
  }
  if (pairs.length > 0) return { pairs, closeFactorBps, refusal: null };
  const nothing: Reason = { code: "no-collateral", message: "the account has debt but no collateral to seize" };
  return { pairs, closeFactorBps, refusal: refusal ?? nothing };
}

/** Places of every collateral held and every debt owed. */
function combinations({ positions }: AaveV3Instant): [collateral: number, debt: number][] {
  const places = [...positions.keys()];
  const debts = places.filter((place) => positions[place]!.debt > 0n);
  const collaterals = places.filter((place) => positions[place]!.usedAsCollateral && positions[place]!.collateral > 0n);
  return debts.flatMap((debt) => collaterals.map((collateral): [number, number] => [collateral, debt]));
}

const reserveAt = ({ state, reserves }: AaveV3PairsInput, place: number): AaveV3Reserve =>
  reserves.get(state.holdings[place]!.reserveId)!;

interface Legs {
  readonly collateralIndex: number;
  readonly debtIndex: number;
  readonly collateralReserve: AaveV3Reserve;
  readonly debtReserve: AaveV3Reserve;
}

/** The precondition that keeps the contract from liquidating this pair, if any. */
function barredBy({ state, now, rules, timestamp }: AaveV3PairsInput, legs: Legs): Reason | null {
  const { collateralReserve, debtReserve } = legs;
  const collateral = now.positions[legs.collateralIndex]!;
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
      reserveDebt: now.positions[legs.debtIndex]!.debt,
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

/** The account at the end of the horizon, under the health factor of the block. */
function instantLater({ state, now, reserves, rules, options }: AaveV3PairsInput): AaveV3Instant {
  if (options.horizonSeconds === 0n) return now;
  const projected = new Map(
    state.holdings.map(({ reserveId }) => [
      reserveId,
      projectReserve(reserves.get(reserveId)!, options.horizonSeconds, rules),
    ]),
  );
  const positions = positionsOf(state, projected, rules);
  return { positions, account: { ...accountOf(positions, rules), healthFactor: now.account.healthFactor } };
}
