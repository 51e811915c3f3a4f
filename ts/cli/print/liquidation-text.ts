import type { Reason } from "../../core/errors/reason.ts";
import { differenceOf, realisedFigures } from "../../flow/account/account.ts";
import type { Liquidation } from "../../flow/act.ts";
import type { Submission } from "../../flow/submit/submit.ts";
import type { OutcomeFigures } from "../../ledger/outcome-row.ts";
import { formatAmount, formatCount, formatUsd } from "./format.ts";
import { leftoverText, tipText } from "./plan-lines.ts";
import { type PlanStyle, simulatedPlanText } from "./simulated-plan-text.ts";
import { renderTable } from "./table.ts";

/** A dry run, with what is missing to send it. */
export function dryRunText(liquidation: Liquidation, missing: readonly Reason[], style: PlanStyle): string {
  const { yellow } = style.colors;
  const nothing = yellow("Dry run: nothing was sent.");
  const trial = simulatedPlanText({ ...liquidation, alternatives: [] }, style);
  if (missing.length === 0) return `${trial}\n\n${nothing} Add --send to send a plan like this one.`;
  const lines = missing.map(({ message }) => `  ${message}`);
  return [trial, "", `${nothing} To send a plan like this one, add --send; what is missing for that:`, ...lines].join(
    "\n",
  );
}

/** One of several liquidations that was planned by itself. */
export function aloneText(liquidation: Liquidation, style: PlanStyle): string {
  const { plan, submission, gasPrice } = liquidation;
  if (submission === null) return simulatedPlanText({ ...liquidation, alternatives: [] }, style);
  return liquidatedText(liquidation, submission, realisedFigures(plan, submission, gasPrice), style);
}

/** A liquidation that was sent: planned against realised. */
export function liquidatedText(
  { plan, simulation }: Liquidation,
  submission: Submission,
  realised: OutcomeFigures,
  { colors, width }: PlanStyle,
): string {
  const { debt, collateral, expected } = plan;
  const { outcome } = submission;
  const difference = differenceOf(plan, submission);
  const rows = [
    [
      "repaid",
      formatAmount(expected.repaid, debt),
      formatAmount(simulation.outcome.repaid, debt),
      formatAmount(outcome.repaid, debt),
    ],
    [
      "seized",
      formatAmount(expected.seized, collateral),
      formatAmount(simulation.outcome.seized, collateral),
      formatAmount(outcome.seized, collateral),
    ],
    [
      outcome.collateralGain > 0n ? "profit at the oracle" : "profit",
      formatAmount(expected.profit, debt),
      formatAmount(simulation.outcome.profit, debt),
      formatAmount(outcome.profit, debt),
    ],
    ["gas", formatCount(expected.gas), formatCount(simulation.gasUsed), formatCount(submission.gasUsed)],
    ["net", formatUsd(expected.netUsd), formatUsd(simulation.netUsd), formatUsd(realised.netProfitUsd)],
  ];
  return [
    `${colors.green("Liquidated")} in block ${submission.blockNumber}, transaction ${submission.txHash}`,
    renderTable(
      [
        { head: "" },
        { head: "planned", align: "right", importance: 2 },
        { head: "simulated", align: "right", importance: 1 },
        { head: "realised", align: "right" },
      ],
      rows,
      width,
    ),
    `  left over: ${leftoverText(outcome, plan)}${outcome.tip > 0n ? `, of which a tip ${tipText(outcome.tip, debt)}` : ""}`,
    `  realised less planned profit: ${formatAmount(difference.profit, debt)}`,
  ].join("\n");
}
