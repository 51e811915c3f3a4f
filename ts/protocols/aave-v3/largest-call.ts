import { largestBelow } from "../../core/math/largest-below.ts";
import { max, min } from "../../core/math/math.ts";
import { jostledPairs } from "./jostle.ts";
import { leavingEnough } from "./leaving-enough.ts";
import { closeFactorOfPair, type LiquidationResult, seizeInputOf } from "./liquidate.ts";
import { type AaveV3Call, type AaveV3Pair, callOf, legsOf } from "./pair.ts";
import type { AaveV3Rules } from "./rules.ts";
import { leastForAll } from "./seize.ts";

/** The largest call of a pair that the contract accepts. */
export interface LargestCall {
  /** Share of the debt that the rules leave to one call, basis points, and that share in debt units. */
  readonly closeFactorBps: bigint;
  readonly maxDebt: bigint;
  /** What offering all of `maxDebt` does. */
  readonly whole: LiquidationResult;
  /** The least debt to offer for the most, also after anybody repaid or supplied a little; debt units. */
  readonly coverForMost: bigint;
  /** What that offer does; refused when the contract accepts no call at all. */
  readonly most: LiquidationResult;
}

/** A pair and what offering so many debt units for it does. */
interface Calls {
  readonly pair: AaveV3Pair;
  /** What offering all that the rules leave to one call does. */
  readonly whole: LiquidationResult;
  readonly callAt: AaveV3Call;
}

/**
 * Searches the largest call: what the close factor allows, or as much of it as leaves no dust. One that a stranger could make
 * fail with a few units is taken only where no other is accepted.
 */
export function largestCall(pair: AaveV3Pair, rules: AaveV3Rules): LargestCall {
  const { maxDebt, closeFactorBps } = closeFactorOfPair(legsOf(pair, pair.later), rules);
  const callsOf = (one: AaveV3Pair): Calls => {
    const callAt = callOf(one, rules);
    return { pair: one, whole: callAt(maxDebt), callAt };
  };
  const calls = callsOf(pair);
  const { callAt, whole } = calls;
  const { pairs, marginDebt } = jostledPairs(pair, rules);
  const jostled = pairs.map(callsOf);
  const isFirm = (debtToCover: bigint) => {
    const before = callAt(debtToCover);
    return isAccepted(before) && jostled.every((one) => takesAsMuch(one.callAt(debtToCover), before, 0n));
  };
  // All of a debt or of a collateral is a little less after that; anything smaller is the same.
  const isWholeFirm = isAccepted(whole) && jostled.every((one) => takesAsMuch(one.whole, whole, marginDebt));
  const coverForMost = isWholeFirm
    ? jostled.reduce((least, one) => leastFrom(least, one, maxDebt, rules), smallestEquivalent(calls, maxDebt, rules))
    : largestBelow(maxDebt, leavingEnough([pair, ...pairs], rules), isFirm) || largestBrittle(calls, maxDebt, rules);
  const most = coverForMost === maxDebt ? whole : callAt(coverForMost);
  return { closeFactorBps, maxDebt, whole, coverForMost, most };
}

/** The largest call where none is firm. */
function largestBrittle(calls: Calls, maxDebt: bigint, rules: AaveV3Rules): bigint {
  const { pair, callAt, whole } = calls;
  if (whole.ok) return smallestEquivalent(calls, maxDebt, rules);
  return largestBelow(maxDebt, leavingEnough([pair], rules), (debtToCover) => isAccepted(callAt(debtToCover)));
}

/** Too little for the books is no question of leftovers: the quote says so. */
function isAccepted(result: LiquidationResult): boolean {
  return result.ok || result.error !== "MustNotLeaveDust";
}

/** Whether a call takes what it took before the pair was jostled, but for some debt units. */
function takesAsMuch(result: LiquidationResult, before: LiquidationResult, mayTakeLess: bigint): boolean {
  if (!result.ok || !before.ok) return isAccepted(result);
  return result.amounts.repaid + mayTakeLess >= before.amounts.repaid;
}

/**
 * The least debt to offer that takes what `maxDebt` takes. Where the collateral sets the amounts this is a few units above
 * the debt that the contract will ask for: offering exactly that much can, by rounding, leave one unit of collateral behind
 * and be refused as dust.
 */
function smallestEquivalent({ pair, whole, callAt }: Calls, maxDebt: bigint, rules: AaveV3Rules): bigint {
  if (!whole.ok || !whole.amounts.limitedByCollateral) return min(maxDebt, whole.closeFactor.maxDebt);
  let [tooLittle, enough] = [whole.amounts.repaid - 1n, maxDebt];
  const look = (debtToCover: bigint) => {
    if (debtToCover <= tooLittle || debtToCover >= enough) return;
    const result = callAt(debtToCover);
    if (result.ok && result.amounts.gross === whole.amounts.gross) enough = debtToCover;
    else tooLittle = debtToCover;
  };
  // What it should be is tried first; where that is wrong the search goes on.
  const { collateral, debt } = legsOf(pair, pair.later);
  const first = max(leastForAll(seizeInputOf(collateral, debt, maxDebt), rules), whole.amounts.repaid);
  look(first);
  look(first - 1n);
  while (enough - tooLittle > 1n) look((tooLittle + enough) / 2n);
  return enough;
}

/** The larger one of `least` and the smallest equivalent, for which nothing is searched where `least` is one already. */
function leastFrom(least: bigint, calls: Calls, maxDebt: bigint, rules: AaveV3Rules): bigint {
  const { whole, callAt } = calls;
  if (least === maxDebt) return least;
  if (whole.ok && whole.amounts.limitedByCollateral) {
    const result = callAt(least);
    if (result.ok && result.amounts.gross === whole.amounts.gross) return least;
  }
  return max(least, smallestEquivalent(calls, maxDebt, rules));
}
