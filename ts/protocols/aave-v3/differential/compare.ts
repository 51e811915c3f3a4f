import { max } from "../../../core/math/math.ts";
import type { Random } from "../../differential/random.ts";
import type { AaveV3Error } from "../errors.ts";
import { closeFactorOfPair, type LiquidationInput, liquidate } from "../liquidate.ts";
import { failedPrecondition } from "../preconditions.ts";
import type { AaveV3Rules } from "../rules.ts";
import { totalsOf } from "../totals.ts";
import { type AaveCase, ALL, balancesAt, stateOf } from "./case.ts";
import type { MarketHandle, ReserveHandle } from "./market.ts";
import { type Played, type PlayedCall, type PlayInput, play } from "./play.ts";

/** What the formulas say about a case and a call, in the form in which the real pool answers. */
type Predicted = Omit<Played, "scaledDebtLeft">;

/** What a run has covered; a run that never saw a rule at work has not tested it. */
export interface Coverage {
  readonly outcomes: Map<string, number>;
}

/** Plays one random call on a random account and returns both answers. */
export async function playRandomCall(
  market: MarketHandle,
  given: AaveCase,
  random: Random,
  rules: AaveV3Rules,
): Promise<{
  readonly predicted: Predicted;
  readonly real: Predicted;
  readonly input: PlayInput;
  readonly outcome: string;
}> {
  const [collateral, debt] = [
    pickReserve(market, given, random, "collateral"),
    pickReserve(market, given, random, "debt"),
  ];
  const selfLiquidation = random.chance(0.01);
  const legs = legsOf(market, given, collateral, debt, rules);
  const debtToCover = pickAmount(legs, random, rules);
  const input = { collateral, debt, debtToCover, selfLiquidation };
  const { scaledDebtLeft: _, ...real } = await play(market, given, input);
  const predicted = predict(market, given, input, legs, rules);
  return { predicted, real, input, outcome: outcomeOf(predicted.call, legs, debtToCover, rules) };
}

/** Mostly a reserve that the account uses on that side, sometimes any. */
function pickReserve(
  market: MarketHandle,
  given: AaveCase,
  random: Random,
  side: "collateral" | "debt",
): ReserveHandle {
  const fits = given.holdings.filter((holding) =>
    side === "debt"
      ? holding.scaledVariableDebt + holding.stableDebt > 0n
      : holding.scaledATokenBalance > 0n && holding.usedAsCollateral,
  );
  if (fits.length === 0 || random.chance(0.04)) return random.pick(market.reserves);
  return market.reserves[random.pick(fits).reserveId]!;
}

type Legs = Omit<LiquidationInput, "debtToCover">;

const EMPTY = { scaledATokenBalance: 0n, scaledVariableDebt: 0n, stableDebt: 0n, usedAsCollateral: false };

/** The two balances; a reserve that the account does not use is a balance of nothing. */
function legsOf(
  market: MarketHandle,
  given: AaveCase,
  collateral: ReserveHandle,
  debt: ReserveHandle,
  rules: AaveV3Rules,
): Legs {
  const missing = [collateral, debt].filter(({ id }) => given.holdings.every((holding) => holding.reserveId !== id));
  const holdings = [...given.holdings, ...missing.map(({ id }) => ({ ...EMPTY, reserveId: id }))];
  const balances = balancesAt({ ...given, holdings }, market, rules);
  const at = ({ id }: ReserveHandle) => balances[holdings.findIndex((holding) => holding.reserveId === id)]!;
  return { account: totalsOf(balances, rules), collateral: at(collateral), debt: at(debt) };
}

const DUST_BASE = 1_000n * 10n ** 8n;

/** Amounts around every edge: the limit, the collateral's worth, the dust rule; else any share, or next to nothing. */
function pickAmount(legs: Legs, random: Random, rules: AaveV3Rules): bigint {
  const { debt, collateral } = legs;
  const { maxDebt } = closeFactorOfPair(legs, rules);
  const near = (amount: bigint) => max(0n, amount + random.integer(-2n, 2n));
  const whole = liquidate({ ...legs, debtToCover: maxDebt }, rules);
  const dustDebt = (DUST_BASE * debt.unit) / debt.debtPrice;
  const worth = (base: bigint) => (base * debt.unit * 10_000n) / (debt.debtPrice * collateral.bonusBps);
  const dustCollateral = worth((collateral.collateral * collateral.price) / collateral.unit - DUST_BASE);
  const choices = [
    () => ALL,
    () => ALL,
    () => near(maxDebt),
    () => near(whole.ok ? whole.amounts.repaid : debt.debt),
    () => near(debt.debt - dustDebt),
    () => near(dustCollateral),
    () => random.integer(0n, maxDebt),
    () => random.integer(0n, 3n),
  ];
  return random.pick(choices)();
}

function predict(market: MarketHandle, given: AaveCase, input: PlayInput, legs: Legs, rules: AaveV3Rules): Predicted {
  const { reserves } = stateOf(given, market, rules).market;
  const [collateralReserve, debtReserve] = [reserves[input.collateral.id]!, reserves[input.debt.id]!];
  const { totalCollateralBase, totalDebtBase, healthFactor } = legs.account;
  const barred = failedPrecondition(
    {
      liquidatorIsBorrower: input.selfLiquidation ?? false,
      active: collateralReserve.active && debtReserve.active,
      paused: collateralReserve.paused || debtReserve.paused,
      sentinelAllows: given.sentinelAllows,
      collateralGraceUntil: collateralReserve.liquidationGraceUntil,
      debtGraceUntil: debtReserve.liquidationGraceUntil,
      now: given.time,
      healthFactor,
      collateralEnabled: legs.collateral.usedAsCollateral,
      reserveThresholdBps: legs.collateral.reserveThresholdBps,
      reserveDebt: legs.debt.debt,
    },
    rules,
  );
  return {
    totalCollateralBase,
    totalDebtBase,
    healthFactor,
    liquidityIndices: reserves.map((reserve) => reserve.liquidityIndex),
    variableBorrowIndices: reserves.map((reserve) => reserve.variableBorrowIndex),
    call: barred === null ? predictCall(market, given, input, legs, rules) : { ok: false, error: barred },
  };
}

function predictCall(
  market: MarketHandle,
  given: AaveCase,
  input: PlayInput,
  legs: Legs,
  rules: AaveV3Rules,
): PlayedCall {
  const result = liquidate({ ...legs, debtToCover: input.debtToCover }, rules);
  if (!result.ok) return { ok: false, error: result.error satisfies AaveV3Error };
  const deficits = new Map<number, bigint>();
  if (result.deficit > 0n) deficits.set(input.debt.id, result.deficit);
  if (result.noCollateralLeft) {
    const balances = balancesAt(given, market, rules);
    for (const [place, { reserveId }] of given.holdings.entries()) {
      const isOther = reserveId !== input.debt.id && given.reserves[reserveId]!.active;
      if (isOther && balances[place]!.debt > 0n) deficits.set(reserveId, balances[place]!.debt);
    }
  }
  const { repaid, toLiquidator, protocolFee } = result.amounts;
  return { ok: true, repaid, seized: toLiquidator, protocolFee, deficits };
}

/** What a call showed, for counting. */
function outcomeOf(call: PlayedCall, legs: Legs, debtToCover: bigint, rules: AaveV3Rules): string {
  if (!call.ok) return call.error;
  const result = liquidate({ ...legs, debtToCover }, rules);
  if (!result.ok) return result.error;
  if (call.deficits.size > 0) return "deficit";
  if (result.amounts.limitedByCollateral) return "collateral-limited";
  return result.closeFactor.closeFactorBps === 10_000n ? "whole debt allowed" : "half of the debt allowed";
}

/** Addresses in a handle are not needed to read a failure. */
export const describeInput = ({ collateral, debt, debtToCover, selfLiquidation }: PlayInput): string =>
  `collateral ${collateral.symbol}, debt ${debt.symbol}, debtToCover ${debtToCover}${selfLiquidation ? ", by the borrower" : ""}`;
