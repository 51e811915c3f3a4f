import type { Reason } from "../../core/errors/reason.ts";
import { differenceOf, realisedFigures } from "../../flow/account/account.ts";
import type { Liquidation } from "../../flow/act.ts";
import type { Alone } from "../../flow/liquidations.ts";
import type { Submission } from "../../flow/submit/submission.ts";
import type { OutcomeFigures } from "../../ledger/outcome-row.ts";
import { targetKey, userOf } from "../../protocols/target.ts";
import { formatAmount, formatCount, formatUsd } from "./format.ts";
import { leftoverText, marketText, tipText } from "./plan-lines.ts";
import { type PlanStyle, simulatedPlanText } from "./simulated-plan-text.ts";
import { renderTable } from "./table.ts";

/** A dry run, with what is missing to send it. */
export function dryRunText(liquidation: Liquidation, missing: readonly Reason[], style: PlanStyle): string {
  const trial = simulatedPlanText({ ...liquidation, alternatives: [] }, style);
  return `${trial}\n\n${missingText(missing, "a plan like this one", style.colors)}`;
}

/** That nothing was sent, and what it takes. */
export function missingText(missing: readonly Reason[], what: string, colors: PlanStyle["colors"]): string {
  const nothing = colors.yellow("Dry run: nothing was sent.");
  if (missing.length === 0) return `${nothing} Add --send to send ${what}.`;
  const lines = missing.map(({ message }) => `  ${message}`);
  return [`${nothing} To send ${what}, add --send; what is missing for that:`, ...lines].join("\n");
}

/** One of several liquidations that has a transaction of its own, and why. */
export function aloneText(liquidation: Alone, style: PlanStyle): string {
  const { plan, submission, gasPrice, apart } = liquidation;
  const what =
    submission === null
      ? simulatedPlanText({ ...liquidation, alternatives: [] }, style)
      : liquidatedText(liquidation, submission, realisedFigures(plan, submission, gasPrice), style);
  const who = `${userOf(plan.target) ?? targetKey(plan.target)} on ${marketText(plan.target, style.nameOf)}`;
  return `${style.colors.bold("Alone")}: ${who}; ${apart.message}\n${what}`;
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
