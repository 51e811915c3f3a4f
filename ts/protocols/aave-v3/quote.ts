import type { Reason } from "../../core/errors/reason.ts";
import { min } from "../../core/math/math.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { targetData } from "../aave/target-data.ts";
import type { Action, Moment, QuoteResult } from "../action.ts";
import type { AaveV3Detail } from "./action.ts";
import { refusalOf } from "./errors.ts";
import { instantLater, instantOf } from "./instant.ts";
import { type AaveV3Pair, callOf } from "./pair.ts";
import { type AaveV3Rules, rulesOf } from "./rules.ts";
import type { AaveV3Market, AaveV3Position, AaveV3Reserve, AaveV3State } from "./state.ts";
import { unknownRevision, unreadablePart, unusablePrice } from "./unusable.ts";

/**
 * What offering at most `size` debt units for an action brings, or why the pool refuses it. The amounts must hold until the
 * end of the moment's horizon; with the horizon that the action was assessed for, its most is accepted.
 * @param action of {@link assess} for this very market and position; whoever realises bad debt was decided there
 */
export function quote(
  market: AaveV3Market,
  position: AaveV3Position,
  action: Action,
  size: bigint,
  at: Moment,
): QuoteResult {
  // every action with a detail of another form is another protocol's
  const { maxDebt, coverForMost, inKind, ...ids } = action.detail as AaveV3Detail;
  const rules = rulesOf(market.revision);
  if (rules === null) return { ok: false, reason: unknownRevision(market.revision) };
  const pair = knownPair({ market, position }, ids, at.horizonSeconds, rules);
  if ("code" in pair) return { ok: false, reason: pair };

  const most = action.pays?.most ?? 0n;
  const debtToCover = size >= most && most > 0n ? coverForMost : min(size, maxDebt);
  const result = callOf(pair, rules)(debtToCover);
  if (!result.ok) return { ok: false, reason: refusalOf(result.error, { debtToCover, ...result.numbers }) };
  const { repaid, toLiquidator: seized, protocolFee } = result.amounts;
  // aTokens change hands without any cash, also those of the protocol's fee
  const short = inKind ? null : lackOfCash(seized, pair.collateralReserve);
  if (short !== null) return { ok: false, reason: short };
  const data = targetData(inKind);
  return { ok: true, quote: { repaid, funding: debtToCover, seized, protocolFee, amount: debtToCover, data } };
}

/** Of each position, by its pairs: whoever looks for the best size asks for many sizes of one. */
const known = new WeakMap<
  AaveV3Position,
  { readonly market: AaveV3Market; readonly pairs: Map<string, AaveV3Pair | Reason> }
>();

/** As {@link pairOf}, remembered while the position lives. */
function knownPair(...asked: Parameters<typeof pairOf>): AaveV3Pair | Reason {
  const [{ market, position }, { collateralId, debtId }, horizonSeconds] = asked;
  let kept = known.get(position);
  if (kept?.market !== market) {
    kept = { market, pairs: new Map() };
    known.set(position, kept);
  }
  const key = `${collateralId} ${debtId} ${horizonSeconds}`;
  const pair = kept.pairs.get(key) ?? pairOf(...asked);
  kept.pairs.set(key, pair);
  return pair;
}

/** The action's pair at both ends of the horizon, or why the account no longer has it. */
function pairOf(
  state: AaveV3State,
  { collateralId, debtId }: Pick<AaveV3Detail, "collateralId" | "debtId">,
  horizonSeconds: bigint,
  rules: AaveV3Rules,
): AaveV3Pair | Reason {
  const { holdings } = state.position;
  const collateralIndex = holdings.findIndex(({ reserveId }) => reserveId === collateralId);
  if (collateralIndex === -1) return refusalOf("CollateralCannotBeLiquidated");
  const debtIndex = holdings.findIndex(({ reserveId }) => reserveId === debtId);
  if (debtIndex === -1) return refusalOf("SpecifiedCurrencyNotBorrowedByUser");
  const reserves = reservesOf(state.market);
  const unreadable = unreadablePart(state, reserves);
  if (unreadable !== null) return unreadable;
  const now = instantOf(state, rules);
  const unpriced = unusablePrice(state, now.balances, reserves, rules);
  if (unpriced !== null) return unpriced;
  return {
    now,
    later: instantLater(state, now, horizonSeconds, rules),
    collateralIndex,
    debtIndex,
    collateralReserve: reserves.get(collateralId)!,
    debtReserve: reserves.get(debtId)!,
  };
}

/** Why the collateral cannot be paid out as underlying now. */
function lackOfCash(seized: bigint, { token, availableLiquidity: available }: AaveV3Reserve): Reason | null {
  if (seized <= available) return null;
  return {
    code: "insufficient-liquidity",
    message: `the ${token.symbol} reserve cannot pay out the seized collateral: its cash is lent out`,
    numbers: { seized, available },
  };
}
