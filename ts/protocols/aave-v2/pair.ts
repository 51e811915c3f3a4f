import type { AavePair } from "../aave/pairs.ts";
import type { AaveV2Instant } from "./instant.ts";
import { type LiquidationLegs, type LiquidationResult, liquidate } from "./liquidate.ts";
import type { AaveV2Policy } from "./policy.ts";
import type { AaveV2Reserve } from "./state.ts";

/** A collateral and a debt of one account, at the block and at the latest second at which the call may be included. */
export type AaveV2Pair = AavePair<AaveV2Instant, AaveV2Reserve>;

/** The pair at one of its instants. */
export function legsOf(pair: AaveV2Pair, instant: AaveV2Instant, inKind: boolean): LiquidationLegs {
  return {
    collateral: instant.balances[pair.collateralIndex]!,
    debt: instant.balances[pair.debtIndex]!,
    // a token that does not say what the pool has of it cannot be paid out either
    cash: inKind ? null : (pair.collateralReserve.cash ?? 0n),
  };
}

/**
 * What offering so many debt units does that must hold at the block and at the later second, hence between them: the amounts
 * are the later ones, which are the larger, and a refusal at either is a refusal.
 */
export function callOf(
  pair: AaveV2Pair,
  offer: { readonly debtToCover: bigint; readonly inKind: boolean },
  policy: AaveV2Policy,
): LiquidationResult {
  const at = (instant: AaveV2Instant) => liquidate(legsOf(pair, instant, offer.inKind), offer.debtToCover, policy);
  const late = at(pair.later);
  if (!late.ok || pair.now === pair.later) return late;
  const early = at(pair.now);
  return early.ok ? late : early;
}
