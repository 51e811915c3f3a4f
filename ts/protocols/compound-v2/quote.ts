import type { Reason } from "../../core/errors/reason.ts";
import { min } from "../../core/math/math.ts";
import type { Action, Moment, QuoteResult } from "../action.ts";
import type { CompoundDetail } from "./action.ts";
import type { CompoundResult } from "./call.ts";
import { refusalOf } from "./errors.ts";
import { callOfPair, pairCallOf } from "./pair-call.ts";
import type { CompoundMarket, CompoundPosition } from "./state.ts";
import { targetData } from "./target-data.ts";

/**
 * What repaying at most `size` debt units brings, or why the market refuses it. The amounts must hold until the end of the moment's
 * horizon.
 * @param action of {@link assess} for this very market and position
 */
export function quote(
  market: CompoundMarket,
  position: CompoundPosition,
  action: Action,
  size: bigint,
  at: Moment,
): QuoteResult {
  // every action with a detail of another form is another protocol's
  const { collateralId, debtId, inKind } = action.detail as CompoundDetail;
  const [collateral, debt] = [collateralId, debtId].map((id) => market.tokens.find((token) => token.id === id));
  if (!collateral || !debt) return refuse(refusalOf("MarketNotListed"));
  const call = pairCallOf({ market, position }, { debt, collateral }, at);
  if (typeof call === "string") return refuse(refusalOf(call));
  const result = callOfPair(call, min(size, call.most));
  if (!result.ok) return refuse(refusalOf(result.error, result.numbers));
  const short = inKind ? null : unredeemable(result, collateral.paused.redeem);
  if (short !== null) return refuse(short);
  const { repaid, toLiquidator, toReserves, received, redeemed } = result.amounts;
  const kept = { seized: toLiquidator, protocolFee: toReserves };
  const sold = { seized: received, protocolFee: redeemed - received };
  const data = targetData({ debt, collateral }, inKind);
  return { ok: true, quote: { repaid, funding: repaid, ...(inKind ? kept : sold), amount: repaid, data } };
}

const refuse = (reason: Reason): QuoteResult => ({ ok: false, reason });

/** Why what is seized can only be kept. */
function unredeemable(result: Extract<CompoundResult, { ok: true }>, isPaused: boolean): Reason | null {
  if (result.redeemable) return null;
  const numbers = { redeemed: result.amounts.redeemed, cash: result.cash };
  return isPaused ? refusalOf("RedeemPaused") : refusalOf("InsufficientCash", numbers);
}
