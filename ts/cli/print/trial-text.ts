import type { Trial } from "../../flow/try.ts";
import type { SimulationResult } from "../../flow/types.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatUsd } from "./format.ts";
import { renderLines } from "./lines.ts";
import type { NameOf } from "./names.ts";
import { fundingName, planLines, routeText, tipText } from "./plan-lines.ts";
import { renderTable } from "./table.ts";

/** A plan, its simulation, and what else was possible. */
export function trialText({ plan, simulation, alternatives }: Trial, colors: Colors, nameOf: NameOf): string {
  const parts = [
    colors.bold("Plan"),
    renderLines(planLines(plan, nameOf)),
    "",
    simulationText(simulation, plan, colors),
  ];
  if (alternatives.length > 0) parts.push("", colors.bold("Instead"), alternativesTable(alternatives, nameOf));
  return parts.join("\n");
}

export function simulationText(
  simulation: SimulationResult,
  { debt, collateral }: Trial["plan"],
  colors: Colors,
): string {
  const stand = simulation.method === "fork" ? "deployed on it" : "injected";
  const how = `${simulation.method}${simulation.injected ? `, liquidator ${stand}: it is not deployed here` : ""}`;
  const title = `${colors.bold("Simulation")} (${how})`;
  if (!simulation.ok) return `${title}\n  ${colors.red("reverts")}: ${simulation.reason.message}`;
  const { outcome, gasUsed, profitUsd, gasCostUsd, netUsd } = simulation;
  const lines: [string, string][] = [
    ["repaid", formatAmount(outcome.repaid, debt)],
    ["seized", formatAmount(outcome.seized, collateral)],
    ["profit", `${formatAmount(outcome.profit, debt)} = ${formatUsd(profitUsd)}`],
    ...(outcome.tip > 0n ? [["tip", tipText(outcome.tip, debt)] as [string, string]] : []),
    ["gas", `${gasUsed} = ${formatUsd(gasCostUsd)}`],
    ["net", colors.bold(formatUsd(netUsd))],
  ];
  return `${title}\n${renderLines(lines)}`;
}

function alternativesTable(alternatives: Trial["alternatives"], nameOf: NameOf): string {
  return renderTable(
    [
      { head: "  seize" },
      { head: "repay", align: "right" },
      { head: "pay by" },
      { head: "sell" },
      { head: "net", align: "right" },
    ],
    alternatives
      .slice(0, 5)
      .map((one) => [
        `  ${one.collateral.symbol}`,
        formatAmount(one.expected.repaid, one.debt),
        fundingName(one, nameOf),
        routeText(one, nameOf),
        formatUsd(one.expected.netUsd),
      ]),
  );
}
