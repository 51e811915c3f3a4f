import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import { createOnce, type Once } from "../../core/data/once.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { max } from "../../core/math/math.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { OnProgress } from "../../protocols/protocol.ts";
import type { Assessment } from "../../protocols/types.ts";
import { assessAccounts } from "../assess/assess-accounts.ts";
import { isUnread } from "../assess/is-unread.ts";
import type { PlannedLiquidation } from "../types.ts";
import { type GasPrice, readGasPrice } from "./gas.ts";
import { prepare } from "./prepare.ts";
import { toUsdDown, usdText } from "./usd.ts";

export interface TargetsRequest {
  readonly protocols: readonly ProtocolName[];
  readonly user: Address | null;
  readonly block: ResolvedBlock;
  readonly limit: number;
  /** WAD. Accounts at or above it are left out. */
  readonly maxHealthFactor: bigint;
  /** USD with 8 decimals. */
  readonly minDebtUsd: bigint;
  /** As {@link assessAccounts} takes it. */
  readonly followsHead?: boolean;
  readonly sort: "profit" | "hf";
  readonly onProgress?: OnProgress;
}

/** One account, and what could be earned with it. */
export interface TargetRow {
  readonly assessment: Assessment;
  /** The best plan, also one that falls short of a limit; null when there is none. */
  readonly plan: PlannedLiquidation | null;
  /** Why it would not be done; null when it would. */
  readonly reason: Reason | null;
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
  /** What gas costs; null when nothing matched and something could not be read. */
  readonly gasPrice: GasPrice | null;
}

/** The accounts worth looking at, planned one by one, best first. */
export async function findTargets(context: Context, request: TargetsRequest): Promise<Targets> {
  const all = await assessAccounts(context, request);
  const unknown = all.filter(({ healthFactor, status }) => healthFactor === null && status.kind === "refused");
  const unread = unknown.filter(isUnread);
  const unvalued = unknown.filter((one) => !isUnread(one));
  const matching = all.filter((one) => matches(one, request));
  context.logger.debug("assessed", { accounts: all.length, matching: matching.length, unread: unread.length });
  // an endpoint that cannot be asked about accounts is not asked for prices
  if (matching.length === 0 && unread.length > 0)
    return { rows: [], accounts: all.length, matching: 0, unread, unvalued, gasPrice: null };
  const gasPrice = await readGasPrice(context, request.block.number);
  const shared = { gasPrice, once: createOnce() };
  let planned = 0;
  const rows = await mapConcurrent(matching, context.config.concurrency, async (assessment) => {
    const row = await rowOf(context, assessment, shared);
    request.onProgress?.(++planned, matching.length, "planning");
    return row;
  });
  rows.sort(request.sort === "hf" ? byHealthFactor : byProfit);
  return {
    rows: rows.slice(0, request.limit),
    accounts: all.length,
    matching: matching.length,
    unread,
    unvalued,
    gasPrice,
  };
}

function matches({ healthFactor, debtUsd, status }: Assessment, request: TargetsRequest): boolean {
  if (healthFactor === null || status.kind === "no-debt") return false;
  return healthFactor < request.maxHealthFactor && (debtUsd === null || debtUsd >= request.minDebtUsd);
}

async function rowOf(
  context: Context,
  assessment: Assessment,
  { gasPrice, once }: { readonly gasPrice: GasPrice; readonly once: Once },
): Promise<TargetRow> {
  const { status, ref } = assessment;
  if (status.kind !== "liquidatable") return { assessment, plan: null, reason: status.reason };
  const tooSmall = belowMinimum(assessment, context.config.minProfitUsd);
  if (tooSmall) return { assessment, plan: null, reason: tooSmall };
  const protocol = PROTOCOLS[ref.protocol];
  const result = await prepare(context, protocol, assessment, {
    limits: context.config,
    gasPrice,
    once,
    caller: null,
    liquidator: context.book.liquidators[protocol.contract] ?? null,
    receiveAToken: false,
  });
  return result.ok
    ? { assessment, plan: result.plan, reason: null }
    : { assessment, plan: result.best, reason: result.reason };
}

/** Most accounts that fail on a large chain owe next to nothing: no pool needs to be asked about them. */
function belowMinimum({ pairs }: Assessment, minProfitUsd: bigint): Reason | null {
  let most = 0n;
  for (const { debt, debtPriceUsd, maxRepay, bonusBps } of pairs) {
    if (debtPriceUsd === null) return null;
    most = max(most, toUsdDown((maxRepay * bonusBps) / 10_000n, debt, debtPriceUsd));
  }
  if (most >= minProfitUsd) return null;
  const message = `all that could be seized is worth ${usdText(most)}, less than the minimum profit of ${usdText(minProfitUsd)}`;
  return { code: "below-min-profit", message, numbers: { seizableUsd: most, minProfitUsd } };
}

/** Best plan first, then the ones without any by health factor. */
function byProfit(a: TargetRow, b: TargetRow): number {
  if (a.plan === null || b.plan === null) {
    return a.plan === b.plan ? byHealthFactor(a, b) : a.plan === null ? 1 : -1;
  }
  return descending(a.plan.expected.netUsd, b.plan.expected.netUsd);
}

function byHealthFactor(a: TargetRow, b: TargetRow): number {
  return descending(b.assessment.healthFactor ?? 0n, a.assessment.healthFactor ?? 0n);
}

function descending(a: bigint, b: bigint): number {
  return a > b ? -1 : a < b ? 1 : 0;
}
