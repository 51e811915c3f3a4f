import type { TargetRow, Targets } from "../../flow/targets.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatHealthFactor, formatUsd } from "./format.ts";
import type { NameOf } from "./names.ts";
import { fundingName, marketText } from "./plan-lines.ts";
import { renderTable } from "./table.ts";

/** The accounts, best first, and what is not known. */
export function targetsText({ rows, accounts, matching, unread }: Targets, colors: Colors, nameOf: NameOf): string {
  const table = () =>
    renderTable(
      [
        { head: "user" },
        { head: "market" },
        { head: "health", align: "right" },
        { head: "debt", align: "right" },
        { head: "repay", align: "right" },
        { head: "seize" },
        { head: "pay by" },
        { head: "net", align: "right" },
        { head: "verdict" },
      ],
      rows.map((row) => cells(row, colors, nameOf)),
    );
  const parts = [
    ...(rows.length > 0 ? [table(), ...legend(rows)] : []),
    rows.length > 0
      ? `${rows.length} of ${matching} matching accounts, ${accounts} looked at.`
      : `No account matches; ${accounts} looked at.`,
  ];
  if (unread.length > 0) {
    parts.push(colors.yellow(`Nothing is known about ${unread.length} accounts; they may be liquidatable:`));
    const reasons = new Map<string, number>();
    for (const { status, ref } of unread) {
      const why = status.kind === "refused" ? `${ref.protocol}: ${status.reason.message}` : ref.protocol;
      reasons.set(why, (reasons.get(why) ?? 0) + 1);
    }
    for (const [why, count] of reasons) parts.push(`  ${count} x ${why}`);
  }
  return parts.join("\n");
}

/** What the verdicts of accounts without a plan mean. */
function legend(rows: readonly TargetRow[]): string[] {
  const meanings = new Map<string, string>();
  for (const { plan, reason } of rows) if (plan === null && reason) meanings.set(reason.code, reason.message);
  return [...meanings].map(([code, message]) => `${code}: ${message}`);
}

function cells({ assessment, plan, reason }: TargetRow, colors: Colors, nameOf: NameOf): string[] {
  const { ref, healthFactor, debtUsd } = assessment;
  return [
    ref.user,
    marketText(ref, nameOf),
    formatHealthFactor(healthFactor),
    formatUsd(debtUsd),
    plan ? formatAmount(plan.expected.repaid, plan.debt) : "",
    plan?.collateral.symbol ?? "",
    plan ? fundingName(plan, nameOf) : "",
    plan ? formatUsd(plan.expected.netUsd) : "",
    reason === null ? colors.green("liquidate") : reason.code,
  ];
}
