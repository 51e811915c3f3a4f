import { encodeAbiParameters, type Hex } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { Action, Moment, QuoteResult } from "../action.ts";
import type { LiquidationDetail } from "./action.ts";
import { type Call, mostOf, partOf } from "./call.ts";
import { healthOf, overflows } from "./health.ts";
import { instantsOf } from "./instants.ts";
import type { PreLiquidationDetail } from "./pre-action.ts";
import { quoteEarly } from "./quote-early.ts";
import { IRM_UNAVAILABLE, isHealthy, noPrice, PRICE_OVERFLOWS, tooSmall } from "./reasons.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";
import { TARGET_DATA } from "./target-data.ts";

/**
 * What a liquidation moves, at that moment and until its horizon, for at most `size` loan units. Nothing of the moment at
 * which it was offered is used: interest makes the most that can be repaid grow.
 */
export function quote(
  market: MorphoMarket,
  position: MorphoPosition,
  action: Action,
  size: bigint,
  at: Moment,
): QuoteResult {
  const detail = action.detail as LiquidationDetail | PreLiquidationDetail;
  if ("preLiquidation" in detail) return quoteEarly(market, position, detail, size, at);
  const instants = instantsOf(market, at);
  if (instants === null) return refuse(IRM_UNAVAILABLE);
  const { price, params } = market;
  if (price === null || price === 0n) return refuse(noPrice(price));
  if (overflows(position.collateral, price)) return refuse(PRICE_OVERFLOWS);
  const { lltv } = params;
  const now = { borrow: instants.now, price, lltv };
  const health = healthOf({ ...position, ...now });
  if (health.healthy) return refuse(isHealthy(health));

  const { realizeBadDebt } = detail;
  const input = { position, now, later: { borrow: instants.later, price, lltv }, realizeBadDebt };
  const most = mostOf(input);
  if ("code" in most) return refuse(most);
  const call = size >= most.call.amounts.repaid ? most.call : partOf(size, most.limit, input);
  if (call === null) return refuse(tooSmall(size));
  return quoted(call, market, realizeBadDebt);
}

const refuse = (reason: Reason): QuoteResult => ({ ok: false, reason });

function quoted({ byShares, amounts }: Call, market: MorphoMarket, realizeBadDebt: boolean): QuoteResult {
  const data: Hex = encodeAbiParameters(TARGET_DATA, [market.params, byShares, realizeBadDebt]);
  const amount = byShares ? amounts.repaidShares : amounts.seized;
  const { repaid, seized } = amounts;
  return { ok: true, quote: { repaid, funding: repaid, seized, protocolFee: 0n, amount, data } };
}
