import type { BatchAct, LegResult } from "../../flow/batch/act-batch.ts";
import type { NotDone } from "../../flow/liquidate-many.ts";
import { targetKey, userOf } from "../../protocols/target.ts";
import { formatAmount, formatCount, formatUsd } from "./format.ts";
import { fundingName, marketText } from "./plan-lines.ts";
import type { PlanStyle } from "./simulated-plan-text.ts";
import { renderTable } from "./table.ts";

/** Several liquidations in one transaction: each in a line, and what that saves. */
export function batchText({ batch, legs, inclusion }: BatchAct, { colors, nameOf, width }: PlanStyle): string {
  const verdict = legs.some(({ submission }) => submission !== null)
    ? colors.green("Liquidated")
    : colors.red("Failed");
  const title =
    inclusion === null
      ? colors.bold(`${legs.length} liquidations in one transaction`)
      : `${verdict} together in block ${inclusion.blockNumber}, transaction ${inclusion.txHash}`;
  const used = inclusion?.gasUsed ?? batch.simulation.gasUsed;
  return [
    title,
    renderTable(
      [
        { head: "  user" },
        { head: "market", importance: 3 },
        { head: "repay", align: "right", importance: 2 },
        { head: "seize", align: "right", importance: 1 },
        { head: "pay by", importance: 0 },
        { head: "net", align: "right" },
        { head: "result" },
      ],
      legs.map((leg) => {
        const { plan } = leg.member.leg;
        const { outcome, netUsd } = leg.simulation;
        return [
          `  ${userOf(plan.target) ?? targetKey(plan.target)}`,
          marketText(plan.target, nameOf),
          formatAmount(outcome.repaid, plan.debt),
          formatAmount(outcome.seized, plan.collateral),
          fundingName(plan, nameOf),
          formatUsd(netUsd),
          resultOf(leg, inclusion !== null),
        ];
      }),
      width,
    ),
    `  gas: ${formatCount(used)}; in transactions of their own they would take ${formatCount(batch.alone)}`,
  ].join("\n");
}

/** Those with which nothing was done, and why. */
export function notDoneText(notDone: readonly NotDone[]): string {
  return notDone.map(({ whom, error }) => `  ${whom.user ?? targetKey(whom.target!)}: ${error.message}`).join("\n");
}

function resultOf({ submission, reason }: LegResult, isSent: boolean): string {
  if (reason !== null) return reason.message;
  return submission !== null ? "liquidated" : isSent ? "unknown" : "would succeed";
}
