import type { Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { appendOutcome } from "../../ledger/append-outcome.ts";
import type { OutcomeFigures, OutcomeRow } from "../../ledger/outcome-row.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { targetKey } from "../../protocols/target.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { toUsdDown, weiToUsd } from "../plan/usd.ts";
import type { OnChainOutcome, SimulationResult } from "../simulate/simulation.ts";
import type { Submission } from "../submit/submit.ts";

/** Everything that is known of one attempt when it ends. */
export interface Attempt {
  readonly assessment: Pick<Assessment, "target" | "blockNumber">;
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
  await appendOutcome(context.config.ledgerPath, row);
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
  const { assessment, plan, simulation, submission, status, reason } = attempt;
  const { target } = assessment;
  return {
    time: now.toISOString(),
    chainId: book.chainId,
    chain: book.name,
    protocol: target.protocol,
    target: targetKey(target),
    action: plan?.candidate.action.id ?? null,
    pair: plan && { collateral: { ...plan.collateral }, debt: { ...plan.debt } },
    block: assessment.blockNumber,
    status,
    reason: reason && { code: reason.code, message: reason.message, numbers: plainNumbers(reason) },
    funding: plan?.candidate.offer.funding ?? null,
    planned: plan && plannedFigures(plan, attempt.gasPrice),
    simulated: plan && simulation?.ok ? simulatedFigures(plan, simulation, attempt.gasPrice) : null,
    realised: plan && submission && realisedFigures(plan, submission, attempt.gasPrice),
    txHash: submission?.txHash ?? attempt.txHash,
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
    ...figuresOf(plan, simulation.outcome, simulation.gasUsed, weiFor(simulation.gasUsed, gasPrice), gasPrice),
    netProfitUsd: simulation.netUsd,
  };
}

/** What the chain did, at the price of gas that was really paid. */
export function realisedFigures(
  plan: PlannedLiquidation,
  { outcome, gasUsed, effectiveGasPrice, l1FeeWei }: Submission,
  gasPrice: Pick<GasPrice, "nativePriceUsd"> | null,
): OutcomeFigures {
  return figuresOf(plan, outcome, gasUsed, gasUsed * effectiveGasPrice + l1FeeWei, gasPrice);
}

function figuresOf(
  { debt, candidate: { action } }: PlannedLiquidation,
  outcome: OnChainOutcome,
  gasUsed: bigint,
  gasCostWei: bigint | null,
  gasPrice: Pick<GasPrice, "nativePriceUsd"> | null,
): OutcomeFigures {
  const gasUsd = weiToUsd(gasCostWei, gasPrice?.nativePriceUsd ?? null);
  const earned = toUsdDown(outcome.profit - outcome.tip, debt, action.pays.priceUsd!);
  return {
    repaid: outcome.repaid,
    seized: outcome.seized,
    profit: outcome.profit,
    netProfitUsd: gasUsd === null ? null : earned - gasUsd,
    tip: outcome.tip,
    gasUsed,
    gasCostWei,
  };
}

function weiFor(gas: bigint, gasPrice: GasPrice | null): bigint | null {
  return gasPrice === null ? null : gas * (gasPrice.baseFee + gasPrice.priorityFee);
}

function plainNumbers({ numbers }: Reason): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(numbers ?? {}).map(([name, value]) => [name, typeof value === "bigint" ? value.toString() : value]),
  );
}
