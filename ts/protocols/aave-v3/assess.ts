import type { Reason } from "../../core/errors/reason.ts";
import { MAX_UINT256, WAD } from "../../core/math/math.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { type Assessment, type AssessmentStatus, healthFactor } from "../assessment.ts";
import { nothingKnown } from "../nothing-known.ts";
import type { AssessOptions, Read } from "../protocol.ts";
import type { Target } from "../target.ts";
import { type AaveV3Actions, actionsOf } from "./actions.ts";
import { type AaveV3Balance, eModeOf } from "./balance.ts";
import { refusalOf } from "./errors.ts";
import { instantOf } from "./instant.ts";
import { linesOf } from "./lines.ts";
import { liquidationPricesOf } from "./liquidation-prices.ts";
import { type AaveV3Rules, rulesOf } from "./rules.ts";
import type { AaveV3Market, AaveV3Position, AaveV3State } from "./state.ts";
import type { AaveV3Totals } from "./totals.ts";
import { unknownRevision, unreadablePart, unusablePrice } from "./unusable.ts";
import { baseToUsd } from "./usd.ts";

/**
 * What can be done about one Aave V3 account, at the market's block. Health is judged at the block itself; the actions'
 * amounts must hold until `options.horizonSeconds` later, so that a full repayment still covers its interest when the call is
 * included.
 *
 * Never healthy by ignorance: a failed read, a price that is missing or zero, or a revision whose rules are unknown give
 * status `refused` and no health factor.
 */
export function assess(
  target: Target,
  market: Read<AaveV3Market>,
  position: Read<AaveV3Position>,
  options: AssessOptions,
): Assessment {
  const { blockNumber, timestamp } = market;
  const of = { target, blockNumber, timestamp };
  if (!market.ok) return nothingKnown(of, market.reason);
  if (!position.ok) return nothingKnown(of, position.reason);
  const state: AaveV3State = { market: market.state, position: position.state };
  const rules = rulesOf(state.market.revision);
  if (rules === null) return nothingKnown(of, unknownRevision(state.market.revision));
  const reserves = reservesOf(state.market);
  const notes = notesOf(state, rules);
  const unreadable = unreadablePart(state, reserves);
  if (unreadable !== null) return { ...nothingKnown(of, unreadable), notes };

  const now = instantOf(state, rules);
  const { account, balances } = now;
  const unpriced = unusablePrice(state, balances, reserves, rules);
  const borrows = balances.some((balance) => balance.debt > 0n);
  if (borrows && unpriced !== null) {
    return { ...nothingKnown(of, unpriced), positions: linesOf(state, balances, null), notes };
  }
  const well = wellStatus(borrows, account);
  const found = well === null ? actionsOf({ state, timestamp, now, rules, options }) : NO_ACTIONS;
  const turning = borrows ? turningPrices(state, balances, rules, options) : [];
  // Written out: to spread one object into the next takes longer than all of the arithmetic.
  return {
    target,
    blockNumber,
    timestamp,
    status: well ?? statusOf(found.refusal),
    measure: healthFactor(borrows ? account.healthFactor : MAX_UINT256),
    collateralUsd: unpriced === null ? baseToUsd(account.totalCollateralBase, state.market) : null,
    debtUsd: baseToUsd(account.totalDebtBase, state.market),
    closeFactorBps: found.closeFactorBps,
    positions: linesOf(state, balances, turning),
    actions: found.actions,
    notes,
  };
}

const NO_ACTIONS: AaveV3Actions = { actions: [], closeFactorBps: null, refusal: null };

function statusOf(refusal: Reason | null): AssessmentStatus {
  return refusal === null ? { kind: "liquidatable" } : { kind: "refused", reason: refusal };
}

/** Where each of the holdings turns; null when nobody asked. */
function turningPrices(
  state: AaveV3State,
  balances: readonly AaveV3Balance[],
  rules: AaveV3Rules,
  options: AssessOptions,
): readonly (bigint | null)[] | null {
  return options.liquidationPrices === false ? null : liquidationPricesOf(state, balances, rules);
}

function wellStatus(borrows: boolean, account: AaveV3Totals): AssessmentStatus | null {
  if (!borrows) return { kind: "no-debt", reason: { code: "no-debt", message: "the account has no debt" } };
  if (account.healthFactor < WAD) return null;
  const { healthFactor: value, totalDebtBase } = account;
  return {
    kind: "healthy",
    reason: refusalOf("HealthFactorNotBelowThreshold", { healthFactor: value, totalDebtBase }),
  };
}

const knownNotes = new WeakMap<AaveV3Market, Map<number, Readonly<Record<string, string>>>>();

/** The same for all accounts of a market in one category, so they are kept while the market lives. */
function notesOf(state: AaveV3State, rules: AaveV3Rules): Readonly<Record<string, string>> {
  const { market, position } = state;
  const ofMarket = knownNotes.get(market) ?? new Map<number, Readonly<Record<string, string>>>();
  knownNotes.set(market, ofMarket);
  const kept = ofMarket.get(position.eModeCategory);
  if (kept !== undefined) return kept;
  const eMode = eModeOf(state);
  const notes: Record<string, string> = { revision: `${market.revision} (v${rules.version})` };
  if (eMode !== null) notes.eMode = `${eMode.id} ${eMode.label}`.trim();
  if (!market.sentinelAllowsLiquidation) notes.sentinel = "liquidations wait after a sequencer outage";
  ofMarket.set(position.eModeCategory, notes);
  return notes;
}
