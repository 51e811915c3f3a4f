import { closeFactorOfPair, type Liquidation, type LiquidationResult } from "./liquidate.ts";
import { type AaveV3Pair, legsOf, liquidatePair } from "./pair.ts";
import type { AaveV3Rules } from "./rules.ts";

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
  const { maxDebt, closeFactorBps } = closeFactorOfPair(legsOf(pair, pair.later), rules);
  const whole = callAt(maxDebt);
  const coverForMost = whole.ok ? smallestEquivalent(callAt, whole, maxDebt) : largestAccepted(callAt, maxDebt);
  return { closeFactorBps, maxDebt, whole, coverForMost, most: callAt(coverForMost) };
}

/**
 * The least debt to offer that takes what `whole` takes. Where the collateral sets the amounts this is a few units above
 * the debt that the contract will ask for: offering exactly that much can, by rounding, leave one unit of collateral behind
 * and be refused as dust.
 */
function smallestEquivalent(
  callAt: (debtToCover: bigint) => LiquidationResult,
  whole: Liquidation,
  maxDebt: bigint,
): bigint {
  if (!whole.amounts.limitedByCollateral) return maxDebt;
  let [tooLittle, enough] = [whole.amounts.repaid - 1n, maxDebt];
  while (enough - tooLittle > 1n) {
    const middle = (tooLittle + enough) / 2n;
    const result = callAt(middle);
    if (result.ok && result.amounts.gross === whole.amounts.gross) enough = middle;
    else tooLittle = middle;
  }
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
