import type { Reason } from "../../core/errors/reason.ts";
import { min } from "../../core/math/math.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { targetData } from "../aave/target-data.ts";
import type { Action, Moment, QuoteResult } from "../action.ts";
import type { AaveV2Detail } from "./action.ts";
import { refusalOf } from "./errors.ts";
import { instantAt } from "./instant.ts";
import { type AaveV2Pair, callOf } from "./pair.ts";
import type { AaveV2Policy } from "./policy.ts";
import type { AaveV2Market, AaveV2Position, AaveV2State } from "./state.ts";
import { unreadablePart, unusablePrice } from "./unusable.ts";

/**
 * What offering at most `size` debt units for an action brings, or why the pool refuses it. The amounts must hold until the end
 * of the moment's horizon.
 * @param action of `assess` for this very market and position
 */
export function quote(
  market: AaveV2Market,
  position: AaveV2Position,
  action: Action,
  size: bigint,
  at: Moment,
  policy: AaveV2Policy,
): QuoteResult {
  // every action with a detail of another form is another protocol's
  const { maxDebt, coverForMost, inKind, ...ids } = action.detail as AaveV2Detail;
  const pair = pairOf({ market, position }, ids, at.horizonSeconds);
  if ("code" in pair) return { ok: false, reason: pair };

  const most = action.pays?.most ?? 0n;
  const debtToCover = size >= most && most > 0n ? coverForMost : min(size, maxDebt);
  const result = callOf(pair, { debtToCover, inKind }, policy);
  if (!result.ok) return { ok: false, reason: refusalOf(result.error, { debtToCover, ...result.numbers }) };
  const { repaid, toLiquidator: seized, fee: protocolFee } = result.amounts;
  const data = targetData(inKind);
  return { ok: true, quote: { repaid, funding: debtToCover, seized, protocolFee, amount: debtToCover, data } };
}

/** The action's pair at both ends of the horizon, or why the account no longer has it. */
function pairOf(
  state: AaveV2State,
  { collateralId, debtId }: Pick<AaveV2Detail, "collateralId" | "debtId">,
  horizonSeconds: bigint,
): AaveV2Pair | Reason {
  const { holdings } = state.position;
  const collateralIndex = holdings.findIndex(({ reserveId }) => reserveId === collateralId);
  if (collateralIndex === -1) return refusalOf("43");
  const debtIndex = holdings.findIndex(({ reserveId }) => reserveId === debtId);
  if (debtIndex === -1) return refusalOf("44");
  const reserves = reservesOf(state.market);
  const unreadable = unreadablePart(state.position, reserves);
  if (unreadable !== null) return unreadable;
  const now = instantAt(state, 0n);
  const unpriced = unusablePrice(state.position, now.balances, reserves);
  if (unpriced !== null) return unpriced;
  return {
    now,
    later: horizonSeconds === 0n ? now : instantAt(state, horizonSeconds),
    collateralIndex,
    debtIndex,
    collateralReserve: reserves.get(collateralId)!,
    debtReserve: reserves.get(debtId)!,
  };
}
