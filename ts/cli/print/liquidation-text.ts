import { differenceOf } from "../../flow/account.ts";
import type { Liquidation } from "../../flow/liquidate.ts";
import type { OutcomeFigures } from "../../ledger/outcome-row.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatUsd } from "./format.ts";
import type { NameOf } from "./names.ts";
import { leftoverText, tipText } from "./plan-lines.ts";
import { renderTable } from "./table.ts";
import { trialText } from "./trial-text.ts";

/** A dry run, or a liquidation with planned against realised. */
export function liquidationText(
  liquidation: Liquidation,
  realised: OutcomeFigures | null,
  colors: Colors,
  nameOf: NameOf,
): string {
  const { submission, plan, simulation } = liquidation;
  const trial = trialText({ ...liquidation, alternatives: [] }, colors, nameOf);
  if (submission === null || realised === null) {
    return `${trial}\n\n${colors.yellow("Dry run: nothing was sent.")} Add --send to send exactly this transaction.`;
  }
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
      "profit",
      formatAmount(expected.profit, debt),
      formatAmount(simulation.outcome.profit, debt),
      formatAmount(outcome.profit, debt),
    ],
    ["gas", String(expected.gas), String(simulation.gasUsed), String(submission.gasUsed)],
    ["net", formatUsd(expected.netUsd), formatUsd(simulation.netUsd), formatUsd(realised.netProfitUsd)],
  ];
  return [
    trial,
    "",
    `${colors.green("Liquidated")} in block ${submission.blockNumber}, transaction ${submission.txHash}`,
    renderTable(
      [
        { head: "" },
        { head: "planned", align: "right" },
        { head: "simulated", align: "right" },
        { head: "realised", align: "right" },
      ],
      rows,
    ),
    `  left over: ${leftoverText(outcome, plan)}${outcome.tip > 0n ? `, of which a tip ${tipText(outcome.tip, debt)}` : ""}`,
    `  realised less planned profit: ${formatAmount(difference.profit, debt)}`,
  ].join("\n");
}
