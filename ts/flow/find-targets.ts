import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import { mapConcurrent } from "../core/data/map-concurrent.ts";
import { createOnce, type Once } from "../core/data/once.ts";
import type { Reason } from "../core/errors/reason.ts";
import { isUnasked } from "../core/errors/unasked.ts";
import { max, WAD } from "../core/math/math.ts";
import type { ProtocolName } from "../core/names/names.ts";
import type { ResolvedBlock } from "../core/rpc/block.ts";
import { isLoanAction } from "../protocols/action.ts";
import { type Assessment, healthFactorOf } from "../protocols/assessment.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { OnProgress } from "../protocols/protocol.ts";
import type { Target } from "../protocols/target.ts";
import { surveyTargets } from "./assess/assess-targets.ts";
import type { AssessedTarget } from "./assess/assessed-target.ts";
import type { DebtGap } from "./assess/debt-gaps.ts";
import { isUnread } from "./assess/is-unread.ts";
import { createContest } from "./plan/contest.ts";
import { type GasPrice, readGasPrice } from "./plan/gas.ts";
import { liquidatorOf } from "./plan/liquidator-of.ts";
import { planTarget } from "./plan/plan-target.ts";
import type { PlannedLiquidation } from "./plan/planned-liquidation.ts";
import { poolBookAt } from "./plan/pool-book-at.ts";
import { toUsdDown, usdText } from "./plan/usd.ts";
import { tradesOf } from "./plan/ways.ts";
import { canAgain } from "./rounds/again.ts";

export interface TargetsRequest {
  readonly protocols: readonly ProtocolName[];
  readonly user: Address | null;
  readonly borrowers?: readonly Address[] | null;
  /** Exactly this one; absent or null: whatever is found. */
  readonly target?: Target | null;
  readonly block: ResolvedBlock;
  readonly limit: number;
  /** WAD. Accounts at or above it are left out. */
  readonly maxHealthFactor: bigint;
  /** USD with 8 decimals. */
  readonly minDebtUsd: bigint;
  /** As {@link surveyTargets} takes them. */
  readonly followsHead?: boolean;
  readonly anew?: boolean;
  readonly sort: "profit" | "hf";
  readonly onProgress?: OnProgress;
}

/** One account, and what could be earned with it. */
export interface TargetRow {
  readonly assessment: Assessment;
  /** The best plan, also one that falls short of a limit; null when there is none. */
  readonly plan: PlannedLiquidation | null;
  /** Other ways that would do; none where the plan would not. */
  readonly alternatives: readonly PlannedLiquidation[];
  /** Why it would not be done; null when it would. */
  readonly reason: Reason | null;
  /** Whether it can be liquidated once more when the plan was carried out; null when there is none, or nobody can tell. */
  readonly again: boolean | null;
}

export interface Targets {
  readonly rows: readonly TargetRow[];
  /** Accounts looked at. */
  readonly accounts: number;
  /** Accounts that match the filters, before `limit`. */
  readonly matching: number;
  /** Accounts that could not be read. They are never counted as healthy. */
  readonly unread: readonly Assessment[];
  /** Accounts that were read and cannot be valued, e.g. because the market's oracle reverts. */
  readonly unvalued: readonly Assessment[];
  /** Markets in which not everybody who owes is known to be found: then there may be others that can be liquidated. */
  readonly gaps: readonly DebtGap[];
  /** Whether an account, shown or not, has no plan because something could not be asked: it may be the best of all. */
  readonly isUnsure: boolean;
  /** What gas costs; null when nothing matched and something could not be read. */
  readonly gasPrice: GasPrice | null;
}

/** The targets worth looking at, planned one by one, best first. */
export async function findTargets(context: Context, request: TargetsRequest): Promise<Targets> {
  const { assessed, gaps } = await surveyTargets(context, request);
  const all = assessed.map(({ assessment }) => assessment);
  const unread = all.filter(isUnread);
  const unvalued = all.filter((one) => one.measure === null && one.status.kind === "refused" && !isUnread(one));
  const matching = assessed.filter(({ assessment }) => matches(assessment, request));
  context.logger.debug("assessed", { accounts: all.length, matching: matching.length, unread: unread.length });
  // an endpoint that cannot be asked about accounts is not asked for prices
  if (matching.length === 0 && unread.length > 0)
    return { rows: [], accounts: all.length, matching: 0, unread, unvalued, gaps, isUnsure: false, gasPrice: null };
  const gasPrice = await readGasPrice(context, request.block.number);
  const { limit, sort, onProgress } = request;
  const rows =
    sort === "hf"
      ? (await planRows(context, nearest(matching, limit), gasPrice, { onProgress })).sort(byMeasure)
      : await planRows(context, matching, gasPrice, { onProgress, wanted: limit });
  return {
    rows: rows.slice(0, limit),
    accounts: all.length,
    matching: matching.length,
    unread,
    unvalued,
    gaps,
    isUnsure: rows.some(({ reason }) => reason !== null && isUnasked(reason)),
    gasPrice,
  };
}

export interface PlanRowsOptions {
  /** How many of the best are asked for: what cannot be among them may be left out. Absent: all. */
  readonly wanted?: number;
  readonly onProgress?: OnProgress | undefined;
}

/** A plan for each, as many side by side as configured; best plan first. */
export async function planRows(
  context: Context,
  assessed: readonly AssessedTarget[],
  gasPrice: GasPrice,
  { wanted = assessed.length, onProgress }: PlanRowsOptions = {},
): Promise<TargetRow[]> {
  const shared = { gasPrice, once: createOnce() };
  const contest = createContest(wanted);
  await readAllPools(context, assessed, shared.once);
  const rows: TargetRow[] = [];
  let planned = 0;
  await mapConcurrent(
    contest.order(assessed.map(({ assessment }) => assessment)),
    context.config.concurrency,
    async (place) => {
      const one = assessed[place]!;
      if (!contest.isLost(one.assessment)) {
        // in its own place: what earns the same stays in the order of the accounts
        const row = await rowOf(context, one, shared);
        rows[place] = row;
        if (row.plan !== null) contest.enter(row.plan);
      }
      onProgress?.(++planned, assessed.length, "planning");
    },
  );
  // without the places that were left out
  return rows.filter(() => true).sort(byProfit);
}

/** The pools of all that may be sold, in one go, so that no account has to ask. */
async function readAllPools(context: Context, assessed: readonly AssessedTarget[], once: Once): Promise<void> {
  const worth = assessed.filter(({ assessment }) => belowMinimum(assessment, context.config.minProfitUsd) === null);
  const [first] = worth;
  if (first === undefined) return;
  const book = await poolBookAt(context, first.assessment.blockNumber, once);
  await book.read(tradesOf(worth.flatMap(({ assessment }) => assessment.actions.filter(isLoanAction))));
}

/** As many as are wanted of those nearest to their threshold, and whoever is as near as the last of them. */
function nearest(assessed: readonly AssessedTarget[], wanted: number): readonly AssessedTarget[] {
  const nearness = assessed.map(({ assessment }) => nearnessOf(assessment)).sort((a, b) => descending(b, a));
  const last = nearness[wanted - 1];
  return last === undefined ? assessed : assessed.filter(({ assessment }) => nearnessOf(assessment) <= last);
}

/** What has a health factor matches below the one asked for; what can be acted on all the same, or measures something else, too. */
export function matches(
  assessment: Pick<Assessment, "actions" | "measure" | "status" | "debtUsd">,
  { maxHealthFactor, minDebtUsd }: Pick<TargetsRequest, "maxHealthFactor" | "minDebtUsd">,
): boolean {
  const { actions, debtUsd, status } = assessment;
  const factor = healthFactorOf(assessment);
  const isSick = factor !== null && factor < WAD;
  const isNear = (factor !== null && factor < maxHealthFactor) || (actions.length > 0 && !isSick);
  return isNear && status.kind !== "no-debt" && (debtUsd === null || debtUsd >= minDebtUsd);
}

async function rowOf(
  context: Context,
  assessed: AssessedTarget,
  { gasPrice, once }: { readonly gasPrice: GasPrice; readonly once: Once },
): Promise<TargetRow> {
  const { assessment, market, position } = assessed;
  const { status, target, actions } = assessment;
  const none = { assessment, plan: null, alternatives: [], again: null };
  if (actions.length === 0 && status.kind !== "liquidatable") return { ...none, reason: status.reason };
  const tooSmall = belowMinimum(assessment, context.config.minProfitUsd);
  if (tooSmall) return { ...none, reason: tooSmall };
  const { config, book } = context;
  const protocol = PROTOCOLS[target.protocol];
  const result = await planTarget(context, protocol, assessed, {
    limits: config,
    horizonSeconds: config.horizonSeconds,
    gasPrice,
    once,
    caller: null,
    liquidator: liquidatorOf(book, protocol),
    inKind: false,
  });
  if (!result.ok) return { ...none, plan: result.best, reason: result.reason };
  const { plan, alternatives } = result;
  const again = canAgain(context, { assessment, states: { market, position } }, plan);
  return { assessment, plan, alternatives, reason: null, again };
}

/** Most accounts that fail on a large chain owe next to nothing: no pool needs to be asked about them. */
function belowMinimum({ actions }: Assessment, minProfitUsd: bigint): Reason | null {
  let most = 0n;
  for (const action of actions) {
    if (!isLoanAction(action) || action.pays.priceUsd === null) return null;
    const { pays, bonusBps } = action;
    most = max(most, toUsdDown((pays.most * bonusBps) / 10_000n, pays.token, pays.priceUsd!));
  }
  if (most >= minProfitUsd) return null;
  const message = `all that could be seized is worth ${usdText(most)}, less than the minimum profit of ${usdText(minProfitUsd)}`;
  return { code: "below-min-profit", message, numbers: { seizableUsd: most, minProfitUsd } };
}

/** Best plan first, then the ones without any by how near they are to their threshold. */
function byProfit(a: TargetRow, b: TargetRow): number {
  if (a.plan === null || b.plan === null) {
    return a.plan === b.plan ? byMeasure(a, b) : a.plan === null ? 1 : -1;
  }
  return descending(a.plan.expected.netUsd, b.plan.expected.netUsd);
}

function byMeasure(a: TargetRow, b: TargetRow): number {
  return descending(nearnessOf(b.assessment), nearnessOf(a.assessment));
}

/** A measure as a share of its threshold, WAD; what has none comes first. */
function nearnessOf({ measure }: Assessment): bigint {
  return measure === null ? 0n : (measure.value * WAD) / max(measure.threshold, 1n);
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
