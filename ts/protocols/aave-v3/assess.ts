import type { Reason } from "../../core/errors/reason.ts";
import { MAX_UINT256, WAD } from "../../core/math/math.ts";
import { nothingKnown } from "../nothing-known.ts";
import type { AccountState, AssessOptions } from "../protocol.ts";
import type { Assessment, AssessmentStatus } from "../types.ts";
import { accountOf } from "./account.ts";
import { refusalOf } from "./errors.ts";
import { linesOf } from "./lines.ts";
import type { AaveV3Instant } from "./pair.ts";
import { pairsOf } from "./pairs.ts";
import { type AaveV3Position, countsAsCollateral, eModeOf, positionsOf } from "./position.ts";
import { type AaveV3Rules, rulesOf } from "./rules.ts";
import type { AaveV3Reserve, AaveV3State } from "./state.ts";
import { baseToUsd } from "./usd.ts";

/**
 * What can be done about one Aave V3 account. Health is judged at the block itself; the pairs' amounts must hold until
 * `options.horizonSeconds` later, so that a full repayment still covers its interest when the call is included.
 *
 * Never healthy by ignorance: a failed read, a price that is missing or zero, or a revision whose rules are unknown give
 * status `refused` and no health factor.
 */
export function assess(account: AccountState<AaveV3State>, options: AssessOptions): Assessment {
  if (!account.ok) return nothingKnown(account, account.reason);
  const { state } = account;
  const rules = rulesOf(state.market.revision);
  if (rules === null) return nothingKnown(account, unknownRevision(state.market.revision));
  const reserves: ReadonlyMap<number, AaveV3Reserve> = new Map(
    state.market.reserves.map((reserve) => [reserve.id, reserve]),
  );
  const notes = notesOf(state, rules);
  const unreadable = unreadableReserve(state, reserves);
  if (unreadable !== null) return { ...nothingKnown(account, unreadable), notes };

  const positions = positionsOf(state, reserves, rules);
  const unpriced = unusablePrice(state, positions, reserves, rules);
  const borrows = positions.some((position) => position.debt > 0n);
  if (borrows && unpriced !== null) {
    return { ...nothingKnown(account, unpriced), positions: linesOf(state, positions, reserves, rules, false), notes };
  }
  const now: AaveV3Instant = { account: accountOf(positions, rules), positions };
  const known = {
    ref: account.ref,
    blockNumber: account.blockNumber,
    timestamp: account.timestamp,
    collateralUsd: unpriced === null ? baseToUsd(now.account.totalCollateralBase, state.market) : null,
    debtUsd: baseToUsd(now.account.totalDebtBase, state.market),
    positions: linesOf(state, positions, reserves, rules, borrows),
    notes,
  };
  const healthFactor = borrows ? now.account.healthFactor : MAX_UINT256;
  const well = wellStatus(borrows, now);
  if (well !== null) return { ...known, status: well, healthFactor, closeFactorBps: null, pairs: [] };

  const { pairs, closeFactorBps, refusal } = pairsOf({
    state,
    timestamp: account.timestamp,
    now,
    reserves,
    rules,
    options,
  });
  const status: AssessmentStatus = refusal === null ? { kind: "liquidatable" } : { kind: "refused", reason: refusal };
  return { ...known, status, healthFactor, closeFactorBps, pairs: refusal === null ? pairs : [] };
}

const unknownRevision = (revision: number): Reason => ({
  code: "unknown-revision",
  message: `the rules of pool revision ${revision} are not known`,
  numbers: { revision },
});

/** A holding, or the eMode category, that the market's data does not cover. */
function unreadableReserve(state: AaveV3State, reserves: ReadonlyMap<number, AaveV3Reserve>): Reason | null {
  const missing = state.holdings.find((holding) => !reserves.has(holding.reserveId));
  if (missing !== undefined) {
    const numbers = { reserveId: missing.reserveId };
    return { code: "reserve-unknown", message: "the account holds a reserve that was not read", numbers };
  }
  if (state.eModeCategory === 0 || eModeOf(state) !== null) return null;
  const numbers = { eModeCategory: state.eModeCategory };
  return { code: "emode-unknown", message: "the account's eMode category was not read", numbers };
}

/** A price that the contract would ask for and that is missing or zero. */
function unusablePrice(
  state: AaveV3State,
  positions: readonly AaveV3Position[],
  reserves: ReadonlyMap<number, AaveV3Reserve>,
  rules: AaveV3Rules,
): Reason | null {
  for (const [index, position] of positions.entries()) {
    const isAsked = position.debt > 0n || countsAsCollateral(position, rules);
    if (!isAsked || (position.price > 0n && position.debtPrice > 0n)) continue;
    const reserve = reserves.get(state.holdings[index]!.reserveId)!;
    return reserve.price === null
      ? { code: "oracle-unavailable", message: `the oracle has no price for ${reserve.token.symbol}`, numbers: {} }
      : { code: "oracle-zero", message: `the oracle's price for ${reserve.token.symbol} is zero`, numbers: {} };
  }
  return null;
}

function wellStatus(borrows: boolean, now: AaveV3Instant): AssessmentStatus | null {
  const { healthFactor, totalDebtBase } = now.account;
  if (!borrows) return { kind: "no-debt", reason: { code: "no-debt", message: "the account has no debt" } };
  if (healthFactor < WAD) return null;
  const reason = refusalOf("HealthFactorNotBelowThreshold", { healthFactor, totalDebtBase });
  return { kind: "healthy", reason };
}

function notesOf(state: AaveV3State, rules: AaveV3Rules): Record<string, string> {
  const eMode = eModeOf(state);
  const notes: Record<string, string> = { revision: `${state.market.revision} (v${rules.version})` };
  if (eMode !== null) notes.eMode = `${eMode.id} ${eMode.label}`.trim();
  if (!state.market.sentinelAllowsLiquidation) notes.sentinel = "liquidations wait after a sequencer outage";
  return notes;
}
