import { MAX_UINT256, max } from "../../../core/math/math.ts";
import type { Random } from "../../differential/random.ts";
import { type AaveV2Balance, balanceAt, debtIndexAt, liquidityIndexAt, stableDebtAt } from "../balance.ts";
import { instantAt } from "../instant.ts";
import { coverForMost, type LiquidationLegs, liquidate, maxDebtOf } from "../liquidate.ts";
import type { AaveV2Policy } from "../policy.ts";
import { failedPrecondition } from "../preconditions.ts";
import type { AaveV2Holding } from "../state.ts";
import type { AaveV2Case } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";
import { type Played, type PlayedCall, type PlayInput, play } from "./play.ts";

/** Plays one random call on a random account and returns both answers. */
export async function playRandomCall(
  market: MarketHandle,
  given: AaveV2Case,
  random: Random,
  policy: AaveV2Policy,
): Promise<{
  readonly predicted: Played;
  readonly real: Played;
  readonly input: PlayInput;
  readonly outcome: string;
}> {
  const collateral = pickReserve(market, given, random, (holding) => holding.usedAsCollateral);
  const debt = pickReserve(
    market,
    given,
    random,
    (holding) => holding.scaledVariableDebt > 0n || holding.stable !== null,
  );
  const inKind = random.chance(0.2);
  const legs = legsOf(given, collateral, debt, inKind);
  const input = { collateral, debt, inKind, debtToCover: pickAmount(legs, random, policy) };
  const real = await play(market, given, input, policy);
  const predicted = predict(given, input, legs, policy);
  return { predicted, real, input, outcome: outcomeOf(predicted.call, legs, policy, input) };
}

/** Mostly a reserve that the account uses on that side, sometimes any. */
function pickReserve(
  market: MarketHandle,
  { state }: AaveV2Case,
  random: Random,
  isUsed: (holding: AaveV2Holding) => boolean,
): ReserveHandle {
  const fits = state.position.holdings.filter(isUsed);
  if (fits.length === 0 || random.chance(0.04)) return random.pick(market.reserves);
  return market.reserves[random.pick(fits).reserveId]!;
}

const EMPTY = { scaledATokenBalance: 0n, scaledVariableDebt: 0n, stable: null, usedAsCollateral: false };

/** The two balances; a reserve that the account does not use is a balance of nothing. */
function legsOf(given: AaveV2Case, collateral: ReserveHandle, debt: ReserveHandle, inKind: boolean): LiquidationLegs {
  const { reserves } = given.state.market;
  return {
    collateral: balanceOf(given, collateral),
    debt: balanceOf(given, debt),
    cash: inKind ? null : reserves[collateral.id]!.cash,
  };
}

const holdingOf = ({ state }: AaveV2Case, { id }: ReserveHandle): AaveV2Holding =>
  state.position.holdings.find(({ reserveId }) => reserveId === id) ?? { ...EMPTY, reserveId: id };

const balanceOf = (given: AaveV2Case, handle: ReserveHandle): AaveV2Balance =>
  balanceAt(holdingOf(given, handle), given.state.market.reserves[handle.id]!, given.time);

/** Amounts around every edge: the limit, the collateral's worth; else any share, or next to nothing. */
function pickAmount(legs: LiquidationLegs, random: Random, policy: AaveV2Policy): bigint {
  const near = (amount: bigint) => max(0n, amount + random.integer(-2n, 2n));
  const choices = [
    () => MAX_UINT256,
    () => near(maxDebtOf(legs)),
    () => near(coverForMost(legs, policy)),
    () => random.integer(0n, maxDebtOf(legs)),
    () => random.integer(0n, 3n),
  ];
  return random.pick(choices)();
}

function predict(given: AaveV2Case, input: PlayInput, legs: LiquidationLegs, policy: AaveV2Policy): Played {
  const { market } = given.state;
  const { totalCollateralBase, totalDebtBase, healthFactor } = instantAt(given.state, 0n).account;
  const { stable } = holdingOf(given, input.debt);
  return {
    totalCollateralBase,
    totalDebtBase,
    healthFactor,
    stableDebt: stable === null ? 0n : stableDebtAt(stable, given.time),
    liquidityIndices: market.reserves.map((reserve) => liquidityIndexAt(reserve, given.time)),
    debtIndices: market.reserves.map((reserve) => debtIndexAt(reserve, given.time)),
    call: predictCall(given, input, legs, policy, healthFactor),
  };
}

function predictCall(
  { state: { market } }: AaveV2Case,
  { collateral, debt, debtToCover }: PlayInput,
  legs: LiquidationLegs,
  policy: AaveV2Policy,
  healthFactor: bigint,
): PlayedCall {
  const error = failedPrecondition({
    paused: market.paused,
    active: market.reserves[collateral.id]!.active && market.reserves[debt.id]!.active,
    healthFactor,
    collateralEnabled: legs.collateral.usedAsCollateral,
    thresholdBps: legs.collateral.liquidationThresholdBps,
    reserveDebt: legs.debt.debt,
  });
  if (error !== null) return { ok: false, error };
  const result = liquidate(legs, debtToCover, policy);
  if (!result.ok) return { ok: false, error: result.error };
  const { repaid, gross, toLiquidator } = result.amounts;
  return { ok: true, repaid, gross, toLiquidator };
}

/** Which rule decided, for the list of those that a run has seen at work. */
function outcomeOf(call: PlayedCall, legs: LiquidationLegs, policy: AaveV2Policy, { debtToCover }: PlayInput): string {
  if (!call.ok) return call.error;
  const result = liquidate(legs, debtToCover, policy);
  if (result.ok && result.amounts.limitedByCollateral) return "collateral-limited";
  if (call.repaid > legs.debt.variableDebt) return "stable debt repaid";
  return debtToCover > maxDebtOf(legs) ? "clipped to half" : "as offered";
}
