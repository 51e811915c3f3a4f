import { max } from "../../core/math/math.ts";
import { closeFactorOfPair, type Liquidation, type LiquidationResult, seizeInputOf } from "./liquidate.ts";
import { type AaveV3Pair, legsOf, liquidatePair } from "./pair.ts";
import type { AaveV3Rules } from "./rules.ts";
import { leastForAll } from "./seize.ts";

/** The largest call of a pair that the contract accepts. */
export interface LargestCall {
  /** Share of the debt that the rules leave to one call, basis points, and that share in debt units. */
  readonly closeFactorBps: bigint;
  readonly maxDebt: bigint;
  /** What offering all of `maxDebt` does. */
  readonly whole: LiquidationResult;
  /** The least debt to offer for the most, debt units. */
  readonly coverForMost: bigint;
  /** What that offer does; refused when the contract accepts no call at all. */
  readonly most: LiquidationResult;
}

/** Searches the largest call: what the close factor allows, or as much of it as leaves no dust. */
export function largestCall(pair: AaveV3Pair, rules: AaveV3Rules): LargestCall {
  const callAt = (debtToCover: bigint) => liquidatePair(pair, debtToCover, rules);
  const legs = legsOf(pair, pair.later);
  const { maxDebt, closeFactorBps } = closeFactorOfPair(legs, rules);
  const whole = callAt(maxDebt);
  const found = { closeFactorBps, maxDebt, whole };
  if (whole.ok && !whole.amounts.limitedByCollateral) return { ...found, coverForMost: maxDebt, most: whole };
  const coverForMost = whole.ok
    ? smallestEquivalent(callAt, whole, maxDebt, leastForAll(seizeInputOf(legs.collateral, legs.debt, maxDebt), rules))
    : largestAccepted(callAt, maxDebt);
  return { ...found, coverForMost, most: callAt(coverForMost) };
}

/**
 * The least debt to offer that takes what `whole` takes. Where the collateral sets the amounts this is a few units above
 * the debt that the contract will ask for: offering exactly that much can, by rounding, leave one unit of collateral behind
 * and be refused as dust.
 * @param guess what it should be; tried first, and where it is wrong the search goes on
 */
function smallestEquivalent(
  callAt: (debtToCover: bigint) => LiquidationResult,
  whole: Liquidation,
  maxDebt: bigint,
  guess: bigint,
): bigint {
  let [tooLittle, enough] = [whole.amounts.repaid - 1n, maxDebt];
  const look = (debtToCover: bigint) => {
    if (debtToCover <= tooLittle || debtToCover >= enough) return;
    const result = callAt(debtToCover);
    if (result.ok && result.amounts.gross === whole.amounts.gross) enough = debtToCover;
    else tooLittle = debtToCover;
  };
  const first = max(guess, whole.amounts.repaid);
  look(first);
  look(first - 1n);
  while (enough - tooLittle > 1n) look((tooLittle + enough) / 2n);
  return enough;
}

/**
 * The largest debt below `refused` that the contract accepts; 0 when it accepts none. Both leftovers shrink as the debt
 * grows, so everything below an amount that leaves enough leaves enough.
 */
function largestAccepted(callAt: (debtToCover: bigint) => LiquidationResult, refused: bigint): bigint {
  let [accepted, tooMuch] = [0n, refused];
  while (tooMuch - accepted > 1n) {
    const middle = (accepted + tooMuch) / 2n;
    const result = callAt(middle);
    if (!result.ok && result.error === "MustNotLeaveDust") tooMuch = middle;
    else accepted = middle;
  }
  return accepted;
}
