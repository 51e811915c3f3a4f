import { encodeAbiParameters } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { Moment, QuoteResult } from "../action.ts";
import { instantsOf } from "./instants.ts";
import type { PreLiquidationDetail } from "./pre-action.ts";
import { partEarly } from "./pre-call.ts";
import { IRM_UNAVAILABLE } from "./reasons.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";

const TARGET_DATA = [{ name: "factory", type: "address" }] as const;

/** What a pre-liquidation moves, at that moment and until its horizon, for at most `size` loan units. */
export function quoteEarly(
  market: MorphoMarket,
  position: MorphoPosition,
  detail: PreLiquidationDetail,
  size: bigint,
  at: Moment,
): QuoteResult {
  const preLiquidation = position.preLiquidations?.find(({ address }) => address === detail.preLiquidation);
  if (preLiquidation === undefined) return refuse(NOT_ACCEPTED);
  const instants = instantsOf(market, at);
  if (instants === null) return refuse(IRM_UNAVAILABLE);
  const call = partEarly({ market, position, preLiquidation, instants }, size);
  if ("code" in call) return refuse(call);
  const { repaid, seized, repaidShares: amount } = call;
  const data = encodeAbiParameters(TARGET_DATA, [preLiquidation.factory]);
  return { ok: true, quote: { repaid, funding: repaid, seized, protocolFee: 0n, amount, data } };
}

const refuse = (reason: Reason): QuoteResult => ({ ok: false, reason });

const NOT_ACCEPTED: Reason = {
  code: "not-accepted",
  message: "the owner of the position has not authorised the pre-liquidation, or no longer does",
};
