import type { Reason } from "../../core/errors/reason.ts";
import { MAX_UINT256, WAD } from "../../core/math/math.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { type Assessment, type AssessmentStatus, healthFactor } from "../assessment.ts";
import { nothingKnown } from "../nothing-known.ts";
import type { AssessOptions, Read } from "../protocol.ts";
import type { Target } from "../target.ts";
import { type AaveV2Actions, actionsOf } from "./actions.ts";
import { refusalOf } from "./errors.ts";
import { instantAt } from "./instant.ts";
import { linesOf, turningPrices } from "./lines.ts";
import type { AaveV2Policy } from "./policy.ts";
import type { AaveV2Market, AaveV2Position, AaveV2State } from "./state.ts";
import type { AaveV2Totals } from "./totals.ts";
import { unreadablePart, unusablePrice } from "./unusable.ts";
import { toUsdOf } from "./usd.ts";

/** Who does it and under which rules. */
export interface AssessTerms {
  readonly contract: LiquidatorName | null;
  readonly policy: AaveV2Policy;
}

/**
 * What can be done about one account of Aave V2 or of a fork, at the market's block. Health is judged at the block itself; the
 * actions' amounts must hold until `options.horizonSeconds` later. Where the market counts in something else than dollars, USD
 * figures need that token in `options.usdPrices`; everything else is exact without.
 *
 * Never healthy by ignorance: a failed read, or a price that is missing or zero, gives status `refused` and no health factor.
 */
export function assess(
  target: Target,
  market: Read<AaveV2Market>,
  position: Read<AaveV2Position>,
  options: AssessOptions,
  terms: AssessTerms,
): Assessment {
  const { blockNumber, timestamp } = market;
  const of = { target, blockNumber, timestamp };
  if (!market.ok) return nothingKnown(of, market.reason);
  if (!position.ok) return nothingKnown(of, position.reason);
  const state: AaveV2State = { market: market.state, position: position.state };
  const reserves = reservesOf(state.market);
  const notes = notesOf(state.market);
  const unreadable = unreadablePart(state.position, reserves);
  if (unreadable !== null) return { ...nothingKnown(of, unreadable), notes };

  const toUsd = toUsdOf(state.market, options.usdPrices);
  const now = instantAt(state, 0n);
  const { account, balances } = now;
  const unpriced = unusablePrice(state.position, balances, reserves);
  const borrows = balances.some(({ debt }) => debt > 0n);
  if (borrows && unpriced !== null) {
    return { ...nothingKnown(of, unpriced), positions: linesOf(state, balances, null, toUsd), notes };
  }
  const well = wellStatus(borrows, account);
  const found = well === null ? actionsOf(state, now, options.horizonSeconds, { ...terms, toUsd }) : NO_ACTIONS;
  const isSearched = borrows && options.liquidationPrices !== false;
  const turning = isSearched ? turningPrices(balances) : borrows ? null : [];
  return {
    target,
    blockNumber,
    timestamp,
    status: well ?? statusOf(found.refusal),
    measure: healthFactor(borrows ? account.healthFactor : MAX_UINT256),
    collateralUsd: unpriced === null ? toUsd(account.totalCollateralBase) : null,
    debtUsd: toUsd(account.totalDebtBase),
    closeFactorBps: found.closeFactorBps,
    positions: linesOf(state, balances, turning, toUsd),
    actions: found.actions,
    notes,
  };
}

const NO_ACTIONS: AaveV2Actions = { actions: [], closeFactorBps: null, refusal: null };

function statusOf(refusal: Reason | null): AssessmentStatus {
  return refusal === null ? { kind: "liquidatable" } : { kind: "refused", reason: refusal };
}

function wellStatus(borrows: boolean, { healthFactor: value, totalDebtBase }: AaveV2Totals): AssessmentStatus | null {
  if (!borrows) return { kind: "no-debt", reason: { code: "no-debt", message: "the account has no debt" } };
  if (value < WAD) return null;
  return { kind: "healthy", reason: refusalOf("42", { healthFactor: value, totalDebtBase }) };
}

/** What the market counts in, and that it is paused. */
function notesOf({ base, reserves, paused }: AaveV2Market): Readonly<Record<string, string>> {
  const token = reserves.find((reserve) => reserve.token.address === base.token)?.token.symbol ?? base.token;
  return { counts: `in ${token ?? "USD"}`, ...(paused && { paused: "no call goes through" }) };
}
