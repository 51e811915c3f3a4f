import type { Reason } from "../../core/errors/reason.ts";
import { max, min } from "../../core/math/math.ts";
import {
  aftermathOf,
  amountsBySeized,
  amountsByShares,
  type LiquidationMarket,
  type MorphoAmounts,
  seizableFor,
} from "./liquidate.ts";
import { tooSmall } from "./reasons.ts";
import { toAssetsDown, toSharesDown } from "./shares.ts";
import type { MorphoPosition } from "./state.ts";

/** An unhealthy position, and its market at the two instants at which a call must hold, hence between them. */
export interface CallInput {
  readonly position: MorphoPosition;
  readonly now: LiquidationMarket;
  readonly later: LiquidationMarket;
  readonly realizeBadDebt: boolean;
}

/** A call as Morpho takes it: by seized assets or by repaid shares, never both. */
export interface Call {
  readonly byShares: boolean;
  readonly amounts: MorphoAmounts;
}

/** The call that takes most, and the most collateral that one which takes a part may seize. */
export interface MostCall {
  readonly call: Call;
  readonly limit: bigint;
}

/**
 * @returns the call, or why there is nothing to gain or the operator's bad-debt policy leaves the position alone. Where that
 * policy forbids to take the whole position, one unit of collateral is left: Morpho takes the loss from the lenders only when
 * there is none.
 */
export function mostOf(input: CallInput): MostCall | Reason {
  const { position, now, later, realizeBadDebt } = input;
  const whole = takeAll(input);
  if (whole.amounts.seized === 0n) return tooSmall(whole.amounts.repaid);
  if (realizeBadDebt) return { call: whole, limit: position.collateral };
  // shares that are left are bad debt where all collateral is taken: by collateral the contract never takes the last unit
  const limit = position.collateral - 1n;
  if (whole.byShares || whole.amounts.seized <= limit) return { call: whole, limit };
  return limit === 0n ? badDebtOf(whole, input) : { call: bySeized(limit, now, later), limit };
}

/** Seizes what at most `repay` loan units pay for at either instant, at most `limit`; null when it is less than one unit. */
export function partOf(repay: bigint, limit: bigint, { position, now, later }: CallInput): Call | null {
  const covered = ({ borrow }: LiquidationMarket) => toAssetsDown(toSharesDown(repay, borrow), borrow);
  const owed = toAssetsDown(position.borrowShares, now.borrow);
  const assets = min(owed, min(covered(now), covered(later)));
  const seized = min(seizableFor(assets, now), limit);
  return seized > 0n ? bySeized(seized, now, later) : null;
}

/**
 * Takes the whole position: all shares where the collateral pays for them, else all collateral. Interest makes the shares
 * dearer until inclusion, so the first must hold at the later instant and the second at the block; where only the reverse
 * is true, by a hair, what the block's debt can pay for is seized and next to nothing stays behind.
 */
function takeAll({ position, now, later }: CallInput): Call {
  const { borrowShares, collateral } = position;
  const allShares = amountsByShares(borrowShares, later);
  if (allShares.seized > 0n && allShares.seized <= collateral) return { byShares: true, amounts: allShares };
  const allCollateral = amountsBySeized(collateral, now);
  if (allCollateral.repaidShares <= borrowShares) return bySeized(collateral, now, later);
  return bySeized(min(seizableFor(toAssetsDown(borrowShares, now.borrow), now), collateral), now, later);
}

/** Share prices round differently at the two instants; the dearer one counts. */
function bySeized(seized: bigint, now: LiquidationMarket, later: LiquidationMarket): Call {
  const [early, late] = [amountsBySeized(seized, now), amountsBySeized(seized, later)];
  return { byShares: false, amounts: { ...late, repaid: max(early.repaid, late.repaid) } };
}

/** Why an operator who leaves bad debt alone stays away: taking the whole position leaves shares without collateral. */
function badDebtOf(whole: Call, { position, later }: CallInput): Reason {
  const { badDebtAssets, badDebtShares } = aftermathOf(position, whole.amounts, later.borrow);
  return {
    code: "bad-debt",
    message: "the collateral does not pay for the debt, and bad debt is not to be realised",
    numbers: { badDebtAssets, badDebtShares, borrowShares: position.borrowShares, collateral: position.collateral },
  };
}
