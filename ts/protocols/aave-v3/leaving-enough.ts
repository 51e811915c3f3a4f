import { BPS, divUp, min } from "../../core/math/math.ts";
import { closeFactorOfPair, type LiquidationLegs, SMALLEST_LEFTOVER_BASE } from "./liquidate.ts";
import { type AaveV3Pair, legsOf } from "./pair.ts";
import type { AaveV3Rules } from "./rules.ts";

/**
 * About the largest debt that may be offered if each of the pairs must keep what the dust rule wants of both sides, at both of
 * its instants; debt units. Both leftovers shrink as the debt grows, so everything below leaves enough. Exact but for what the
 * contract rounds: a place to search from, below zero where a pair has too little to begin with.
 */
export function leavingEnough(pairs: readonly AaveV3Pair[], rules: AaveV3Rules): bigint {
  return pairs
    .flatMap((pair) => [legsOf(pair, pair.now), legsOf(pair, pair.later)])
    .map((legs) => leavingEnoughOf(legs, rules))
    .reduce(min);
}

function leavingEnoughOf(legs: LiquidationLegs, rules: AaveV3Rules): bigint {
  const { collateral, debt } = legs;
  const ofDebt = debt.debt - divUp(SMALLEST_LEFTOVER_BASE * debt.unit, debt.debtPrice);
  const seized = collateral.collateral - divUp(SMALLEST_LEFTOVER_BASE * collateral.unit, collateral.price);
  const worth = seized * collateral.price * debt.unit * BPS;
  const ofCollateral = worth / (debt.debtPrice * collateral.unit * collateral.bonusBps);
  return min(min(ofDebt, ofCollateral), closeFactorOfPair(legs, rules).maxDebt);
}
