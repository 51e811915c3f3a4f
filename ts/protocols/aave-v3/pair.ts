import type { AavePair } from "../aave/pairs.ts";
import type { AaveV3Instant } from "./instant.ts";
import { closeFactorOfPair, type LiquidationLegs, type LiquidationResult, liquidateWithin } from "./liquidate.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve } from "./state.ts";

/** A collateral and a debt of one account, at the block and at the latest instant at which the call may be included. */
export type AaveV3Pair = AavePair<AaveV3Instant, AaveV3Reserve>;

/** The pair at one of its instants. */
export function legsOf(pair: AaveV3Pair, instant: AaveV3Instant): LiquidationLegs {
  return {
    account: instant.account,
    collateral: instant.balances[pair.collateralIndex]!,
    debt: instant.balances[pair.debtIndex]!,
  };
}

/** What a call of a pair does, for each debt that it may offer. */
export type AaveV3Call = (debtToCover: bigint) => LiquidationResult;

/**
 * What a call does that must hold at the block and at the later instant, hence between them: the amounts are the later ones,
 * which are the larger, and a refusal at either is a refusal.
 */
export function callOf(pair: AaveV3Pair, rules: AaveV3Rules): AaveV3Call {
  const late = callAt(pair, pair.later, rules);
  if (pair.now === pair.later) return late;
  const early = callAt(pair, pair.now, rules);
  return (debtToCover) => {
    const result = late(debtToCover);
    if (!result.ok) return result;
    const atOnce = early(debtToCover);
    return atOnce.ok ? result : atOnce;
  };
}

function callAt(pair: AaveV3Pair, instant: AaveV3Instant, rules: AaveV3Rules): AaveV3Call {
  const legs = legsOf(pair, instant);
  const closeFactor = closeFactorOfPair(legs, rules);
  return (debtToCover) => liquidateWithin(closeFactor, legs, debtToCover, rules);
}
