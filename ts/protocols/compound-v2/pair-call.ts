import { max, min, wadMulDown } from "../../core/math/math.ts";
import type { Moment } from "../action.ts";
import { blocksOf } from "./blocks.ts";
import { type CompoundPair, type CompoundResult, callAt, type PairAtBlock, pairAt } from "./call.ts";
import type { CompoundError } from "./errors.ts";
import { largestRepay } from "./largest-repay.ts";
import type { CompoundState } from "./state.ts";

/** A pair at the block and at the last one at which a call may be included. */
export interface PairCall {
  readonly now: PairAtBlock;
  readonly later: PairAtBlock;
  /** The most that may be repaid at either, debt units. */
  readonly most: bigint;
}

/** @returns why no call of the pair comes as far as the comptroller, at either block */
export function pairCallOf(
  state: CompoundState,
  pair: CompoundPair,
  moment: Pick<Moment, "horizonSeconds">,
): PairCall | CompoundError {
  const blocks = blocksOf(state.market, moment);
  const now = pairAt(state, pair, blocks.now);
  if (typeof now === "string") return now;
  const later = blocks.later === blocks.now ? now : pairAt(state, pair, blocks.later);
  if (typeof later === "string") return later;
  return { now, later, most: later === now ? largestRepay(now) : min(largestRepay(now), largestRepay(later)) };
}

/**
 * What repaying `repay` brings whenever it is included: the least of all blocks up to the last. cTokens grow dearer, so that the
 * last takes the fewest and the first redeems them for the least; a refusal at the first is a refusal.
 */
export function callOfPair(call: PairCall, repay: bigint): CompoundResult {
  const result = leastOf(call, repay);
  // the market would take the money all the same
  if (!result.ok || result.amounts.toLiquidator > 0n) return result;
  return { ok: false, error: "NothingSeized", numbers: { repay } };
}

function leastOf({ now, later }: PairCall, repay: bigint): CompoundResult {
  const first = callAt(now, repay);
  if (!first.ok || later === now) return first;
  const last = callAt(later, repay);
  // health is the block's: only the block has proved it
  if (!last.ok) return last.error === "InsufficientShortfall" ? first : last;
  const rate = first.amounts.exchangeRate;
  const fewest = last.amounts.toLiquidator;
  const redeemed = min(min(first.amounts.redeemed, last.amounts.redeemed), wadMulDown(rate, fewest));
  const fee = max(first.amounts.redeemed - first.amounts.received, last.amounts.redeemed - last.amounts.received);
  const received = min(min(first.amounts.received, last.amounts.received), redeemed - min(redeemed, fee));
  return {
    ok: true,
    cash: first.cash,
    redeemable: first.redeemable,
    amounts: { ...last.amounts, redeemed, received, exchangeRate: rate },
  };
}
