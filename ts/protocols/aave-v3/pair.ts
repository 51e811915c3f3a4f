import type { AaveV3Instant } from "./instant.ts";
import { type LiquidationInput, type LiquidationResult, liquidate } from "./liquidate.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve } from "./state.ts";

/** A collateral and a debt of one account, at the block and at the latest instant at which the call may be included. */
export interface AaveV3Pair {
  readonly now: AaveV3Instant;
  readonly later: AaveV3Instant;
  /** Places of the two holdings among the balances, and their reserves. */
  readonly collateralIndex: number;
  readonly debtIndex: number;
  readonly collateralReserve: AaveV3Reserve;
  readonly debtReserve: AaveV3Reserve;
}

/** The pair at one of its instants. */
export function legsOf(pair: AaveV3Pair, instant: AaveV3Instant): Omit<LiquidationInput, "debtToCover"> {
  return {
    account: instant.account,
    collateral: instant.balances[pair.collateralIndex]!,
    debt: instant.balances[pair.debtIndex]!,
  };
}

/**
 * What a call does that must hold at the block and at the later instant, hence between them: the amounts are the later ones,
 * which are the larger, and a refusal at either is a refusal.
 */
export function liquidatePair(pair: AaveV3Pair, debtToCover: bigint, rules: AaveV3Rules): LiquidationResult {
  const result = liquidate({ ...legsOf(pair, pair.later), debtToCover }, rules);
  if (!result.ok || pair.now === pair.later) return result;
  const early = liquidate({ ...legsOf(pair, pair.now), debtToCover }, rules);
  return early.ok ? result : early;
}
