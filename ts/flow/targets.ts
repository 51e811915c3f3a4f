import type { Address } from "viem";
import type { ResolvedBlock } from "../core/block.ts";
import type { Context } from "../core/context.ts";
import type { ProtocolName } from "../core/names.ts";
import type { Reason } from "../core/reason.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { OnProgress } from "../protocols/protocol.ts";
import type { Assessment } from "../protocols/types.ts";
import { assessAccounts } from "./assess.ts";
import { readGasPrice } from "./gas.ts";
import { prepare } from "./prepare.ts";
import type { PlannedLiquidation } from "./types.ts";

export interface TargetsRequest {
  readonly protocols: readonly ProtocolName[];
  readonly user: Address | null;
  readonly block: ResolvedBlock;
  readonly limit: number;
  /** WAD. Accounts at or above it are left out. */
  readonly maxHealthFactor: bigint;
  /** USD with 8 decimals. */
  readonly minDebtUsd: bigint;
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
  /** Accounts about which nothing is known. They are never counted as healthy. */
  readonly unread: readonly Assessment[];
}

/** The accounts worth looking at, planned one by one, best first. */
export async function findTargets(context: Context, request: TargetsRequest): Promise<Targets> {
  const all = await assessAccounts(context, request);
  const unread = all.filter(({ healthFactor, status }) => healthFactor === null && status.kind === "refused");
  const matching = all.filter((one) => matches(one, request));
  const gasPrice = await readGasPrice(context, request.block.number);
  const rows: TargetRow[] = [];
  for (const [index, assessment] of matching.entries()) {
    rows.push(await rowOf(context, assessment, gasPrice));
    request.onProgress?.(index + 1, matching.length, "planning");
  }
  rows.sort(request.sort === "hf" ? byHealthFactor : byProfit);
  return { rows: rows.slice(0, request.limit), accounts: all.length, matching: matching.length, unread };
}

function matches({ healthFactor, debtUsd, status }: Assessment, request: TargetsRequest): boolean {
  if (healthFactor === null || status.kind === "no-debt") return false;
  return healthFactor < request.maxHealthFactor && (debtUsd === null || debtUsd >= request.minDebtUsd);
}

async function rowOf(
  context: Context,
  assessment: Assessment,
  gasPrice: Awaited<ReturnType<typeof readGasPrice>>,
): Promise<TargetRow> {
  const { status, ref } = assessment;
  if (status.kind !== "liquidatable") return { assessment, plan: null, reason: status.reason };
  const protocol = PROTOCOLS[ref.protocol];
  const result = await prepare(context, protocol, assessment, {
    limits: context.config,
    gasPrice,
    caller: null,
    liquidator: context.book.liquidators[protocol.contract] ?? null,
    receiveAToken: false,
  });
  return result.ok
    ? { assessment, plan: result.plan, reason: null }
    : { assessment, plan: result.best, reason: result.reason };
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
