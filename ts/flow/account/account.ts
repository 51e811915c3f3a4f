import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { sourceText } from "../../funding/source-text.ts";
import { appendRow } from "../../ledger/append-row.ts";
import type { OutcomeFigures, OutcomeRow } from "../../ledger/outcome-row.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { targetKey } from "../../protocols/target.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import type { SimulationResult } from "../simulate/simulation.ts";
import type { Submission } from "../submit/submission.ts";
import { figuresOf } from "./figures-of.ts";

/** Everything that is known of one attempt when it ends. */
export interface Attempt {
  readonly assessment: Pick<Assessment, "target" | "blockNumber">;
  /** Which liquidation of the target in its transaction; absent: the first. */
  readonly round?: number;
  readonly plan: PlannedLiquidation | null;
  readonly simulation: SimulationResult | null;
  readonly submission: Submission | null;
  readonly gasPrice: GasPrice | null;
  readonly status: OutcomeRow["status"];
  readonly reason: Reason | null;
  /** A transaction that was sent and failed, or whose fate is unknown. */
  readonly txHash: Hex | null;
}

/** Realised against planned: where a difference comes from, in debt units. */
export interface Difference {
  /** Realised profit less planned profit. */
  readonly profit: bigint;
  readonly repaid: bigint;
  readonly seized: bigint;
  /** Gas used less gas planned. */
  readonly gas: bigint;
}

/** account: one row for one attempt. Appends it to the ledger and returns it. */
export async function account(context: Context, attempt: Attempt, now: Date): Promise<OutcomeRow> {
  const row = rowOf(context, attempt, now);
  await appendRow(context.config.ledgerPath, row);
  return row;
}

/** How the realised amounts differ from the planned ones. */
export function differenceOf({ expected }: PlannedLiquidation, { outcome, gasUsed }: Submission): Difference {
  return {
    profit: outcome.profit - expected.profit,
    repaid: outcome.repaid - expected.repaid,
    seized: outcome.seized - expected.seized,
    gas: gasUsed - expected.gas,
  };
}

function rowOf({ book }: Context, attempt: Attempt, now: Date): OutcomeRow {
  const { plan, submission, status, reason } = attempt;
  return {
    time: now.toISOString(),
    chainId: book.chainId,
    chain: book.name,
    ...attemptedOf(attempt),
    status,
    reason: reason && plainReason(reason),
    realised: plan && submission && realisedFigures(plan, submission, attempt.gasPrice),
    txHash: submission?.txHash ?? attempt.txHash,
  };
}

/** What is attempted, as every row says it. */
export function attemptedOf({
  assessment,
  round = 1,
  plan,
  simulation,
  gasPrice,
}: Pick<Attempt, "assessment" | "round" | "plan" | "simulation" | "gasPrice">) {
  const { target } = assessment;
  return {
    protocol: target.protocol,
    target: targetKey(target),
    ...(round > 1 && { round }),
    action: plan?.candidate.action.id ?? null,
    pair: plan && { collateral: { ...plan.collateral }, debt: { ...plan.debt } },
    block: assessment.blockNumber,
    funding: plan && sourceText(plan.candidate.offer),
    planned: plan && plannedFigures(plan, gasPrice),
    simulated: plan && simulation?.ok ? simulatedFigures(plan, simulation, gasPrice) : null,
  };
}

function plannedFigures({ expected }: PlannedLiquidation, gasPrice: GasPrice | null): OutcomeFigures {
  return {
    repaid: expected.repaid,
    seized: expected.seized,
    profit: expected.profit,
    netProfitUsd: expected.netUsd,
    tip: expected.tip,
    gasUsed: expected.gas,
    gasCostWei: weiFor(expected.gas, gasPrice),
  };
}

function simulatedFigures(
  plan: PlannedLiquidation,
  simulation: Extract<SimulationResult, { ok: true }>,
  gasPrice: GasPrice | null,
): OutcomeFigures {
  return {
    ...figuresOf(simulation.outcome, {
      ...debtOf(plan),
      gasUsed: simulation.gasUsed,
      gasCostWei: weiFor(simulation.gasUsed, gasPrice),
      nativePriceUsd: gasPrice?.nativePriceUsd ?? null,
    }),
    netProfitUsd: simulation.netUsd,
  };
}

/** What the chain did, at the price of gas that was really paid. */
export function realisedFigures(
  plan: PlannedLiquidation,
  { outcome, gasUsed, effectiveGasPrice, l1FeeWei }: Submission,
  gasPrice: Pick<GasPrice, "nativePriceUsd"> | null,
): OutcomeFigures {
  const nativePriceUsd = gasPrice?.nativePriceUsd ?? null;
  const gasCostWei = gasUsed * effectiveGasPrice + l1FeeWei;
  return figuresOf(outcome, { ...debtOf(plan), gasUsed, gasCostWei, nativePriceUsd });
}

function debtOf({ debt, candidate: { action } }: PlannedLiquidation) {
  return { debt, debtPriceUsd: action.pays.priceUsd! };
}

function weiFor(gas: bigint, gasPrice: GasPrice | null): bigint | null {
  return gasPrice === null ? null : gas * (gasPrice.baseFee + gasPrice.priorityFee);
}

/** As a row keeps it. */
export function plainReason({ code, message, numbers }: Reason): NonNullable<OutcomeRow["reason"]> {
  const plain = Object.entries(numbers ?? {}).map(([name, value]) => [
    name,
    typeof value === "bigint" ? value.toString() : value,
  ]);
  return { code, message, numbers: Object.fromEntries(plain) };
}
