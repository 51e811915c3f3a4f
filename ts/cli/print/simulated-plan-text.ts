import type { SimulationResult } from "../../flow/simulate/simulation.ts";
import type { SimulatedProposal } from "../../flow/simulate-proposal.ts";
import { addUp } from "./add-up.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatUsd } from "./format.ts";
import { gasText } from "./gas-text.ts";
import { renderLines } from "./lines.ts";
import type { NameOf } from "./names.ts";
import { fundingName, gainText, planLines, routeTexts, tipText } from "./plan-lines.ts";
import { renderTable } from "./table.ts";

export interface PlanStyle {
  readonly colors: Colors;
  readonly nameOf: NameOf;
  /** Characters of the terminal; infinite off one. */
  readonly width: number;
  /** Of one in a batch, such as `1 of 2`: then the gas is its share. */
  readonly place?: string;
}

/** A plan, its simulation, and what else was possible. */
export function simulatedPlanText(
  {
    plan,
    simulation,
    alternatives,
    gasPrice,
  }: Pick<SimulatedProposal, "plan" | "simulation" | "alternatives" | "gasPrice">,
  { colors, nameOf, width, place }: PlanStyle,
): string {
  const parts = [
    colors.bold(place === undefined ? "Plan" : `Plan ${place}`),
    renderLines(planLines(plan, nameOf)),
    "",
    simulationText(simulation, { plan, gasPrice }, { colors, place }),
  ];
  if (alternatives.length > 0)
    parts.push("", colors.bold("Instead"), alternativesTable(plan, alternatives, nameOf, width));
  const more = alternatives.length - SHOWN;
  if (more > 0) parts.push(`  and ${more} more ${more === 1 ? "way" : "ways"}; --json has them all`);
  return parts.join("\n");
}

function simulationText(
  simulation: SimulationResult,
  { plan: { debt, collateral }, gasPrice }: Pick<SimulatedProposal, "plan" | "gasPrice">,
  { colors, place }: { readonly colors: Colors; readonly place: string | undefined },
): string {
  const stand = simulation.method === "fork" ? "deployed on it" : "injected";
  const how = `${simulation.method}${simulation.injected ? `, liquidator ${stand}: it is not deployed here` : ""}`;
  const title = `${colors.bold(place === undefined ? "Simulation" : `Simulation ${place}`)} (${how})`;
  if (!simulation.ok) return `${title}\n  ${colors.red("reverts")}: ${simulation.reason.message}`;
  const { outcome, gasUsed, profitUsd, gasCostUsd, netUsd } = simulation;
  const sum = addUp({ ...simulation, tipUsd: profitUsd - gasCostUsd - netUsd });
  const planned = simulation.isGasPlanned ? ", as planned: the endpoint does not estimate it" : "";
  const lines: [string, string][] = [
    ["repaid", formatAmount(outcome.repaid, debt)],
    ["seized", formatAmount(outcome.seized, collateral)],
    ["profit", `${gainText(outcome.profit, outcome, debt)} = ${formatUsd(sum.profit)}`],
    ...(outcome.tip > 0n ? [["tip", `${tipText(outcome.tip, debt)} = ${formatUsd(sum.tip)}`] as [string, string]] : []),
    [place === undefined ? "gas" : "share of gas", `${gasText(gasUsed, gasPrice)} = ${formatUsd(sum.gas)}${planned}`],
    ["net", colors.bold(formatUsd(sum.net))],
  ];
  return `${title}\n${renderLines(lines)}`;
}

/** Ways that were not chosen, at most. */
const SHOWN = 5;

function alternativesTable(
  { expected: { netUsd } }: SimulatedProposal["plan"],
  alternatives: SimulatedProposal["alternatives"],
  nameOf: NameOf,
  width: number,
): string {
  return renderTable(
    [
      { head: "  seize" },
      { head: "repay", align: "right", importance: 1 },
      { head: "pay by", importance: 3 },
      { head: "sell", importance: 2 },
      { head: "net", align: "right" },
      { head: "less", align: "right", importance: 4 },
    ],
    alternatives
      .slice(0, SHOWN)
      .map((one) => [
        `  ${one.collateral.symbol}`,
        formatAmount(one.expected.repaid, one.debt),
        fundingName(one, nameOf),
        routeTexts(one, nameOf).join("\n"),
        formatUsd(one.expected.netUsd),
        formatUsd(netUsd - one.expected.netUsd),
      ]),
    width,
  );
}
