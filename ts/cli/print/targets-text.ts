import type { TargetRow, Targets } from "../../flow/find-targets.ts";
import { targetKey, userOf } from "../../protocols/target.ts";
import { AGAIN_IN_TABLE } from "./again-text.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatUsd } from "./format.ts";
import { gapLines, LOOK_AGAIN, NOT_ALL_FOUND } from "./gap-lines.ts";
import type { NameOf } from "./names.ts";
import { fundingName, marketText, measureText } from "./plan-lines.ts";
import { type Column, renderTable } from "./table.ts";
import { countText, unreadReasons } from "./unread-text.ts";

export interface TargetsStyle {
  readonly colors: Colors;
  readonly nameOf: NameOf;
  /** Characters of the terminal; infinite off one. */
  readonly width: number;
  /** Block that was looked at. */
  readonly block: bigint;
}

const COLUMNS: readonly Column[] = [
  { head: "user" },
  { head: "market", importance: 6 },
  { head: "health", align: "right", importance: 5 },
  { head: "debt", align: "right", importance: 2 },
  { head: "repay", align: "right", importance: 3 },
  { head: "seize", importance: 4 },
  { head: "pay by", importance: 1 },
  { head: "net", align: "right" },
  { head: "verdict" },
];

/** The accounts, best first, and what is not known. At least one. */
export function targetsText(targets: Targets, { colors, nameOf, width, block }: TargetsStyle): string {
  const { rows, accounts, matching, unread, unvalued, gaps } = targets;
  const notice = (count: number, what: string, assessments: Targets["unread"]) => [
    colors.yellow(`${countText(count, accounts)} ${what}:`),
    ...unreadReasons(assessments, block).map((reason) => `  ${reason}`),
  ];
  return [
    renderTable(
      COLUMNS,
      rows.map((row) => cells(row, colors, nameOf)),
      width,
    ),
    ...legend(rows),
    `${rows.length} of ${matching} that match; looked at ${accounts} accounts, one for each user and market.`,
    ...(unread.length > 0 ? notice(unread.length, "could not be read, and may be liquidatable", unread) : []),
    ...(unvalued.length > 0 ? notice(unvalued.length, "cannot be valued", unvalued) : []),
    ...(gaps.length > 0 ? [colors.yellow(`${NOT_ALL_FOUND}:`), ...gapLines(gaps, nameOf), `  ${LOOK_AGAIN}`] : []),
  ].join("\n");
}

/** What the verdicts mean that do not speak for themselves. */
function legend(rows: readonly TargetRow[]): string[] {
  const meanings = new Map<string, string>();
  for (const { plan, reason } of rows) if (plan === null && reason) meanings.set(reason.code, reason.message);
  if (rows.some(({ again }) => again)) meanings.set("again", AGAIN_IN_TABLE);
  return [...meanings].map(([code, message]) => `${code}: ${message}`);
}

function cells({ assessment, plan, reason, again }: TargetRow, colors: Colors, nameOf: NameOf): string[] {
  const { target, measure, debtUsd } = assessment;
  return [
    userOf(target) ?? targetKey(target),
    marketText(target, nameOf),
    measure === null ? "?" : measureText(measure).replace(/^health factor /, ""),
    formatUsd(debtUsd),
    plan ? formatAmount(plan.expected.repaid, plan.debt) : "",
    plan?.collateral.symbol ?? "",
    plan ? fundingName(plan, nameOf) : "",
    plan ? formatUsd(plan.expected.netUsd) : "",
    reason === null ? `${colors.green("liquidate")}${again ? ", again" : ""}` : reason.code,
  ];
}
