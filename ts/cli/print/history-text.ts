import type { HistoryEntry, HistoryStatus } from "../../flow/history/history-entry.ts";
import type { Total, TotalsBy } from "../../flow/history/totals-of.ts";
import { parseTargetKey, userOf } from "../../protocols/target.ts";
import type { Colors } from "./colors.ts";
import { formatAmount, formatCount, formatUsd } from "./format.ts";
import { renderTable } from "./table.ts";
import { withRound } from "./with-round.ts";

export interface HistoryStyle {
  readonly colors: Colors;
  readonly width: number;
}

export interface ShownHistory {
  /** Oldest first. */
  readonly shown: readonly HistoryEntry[];
  /** Of all, also those that are not shown. */
  readonly count: number;
  readonly by: TotalsBy | null;
  readonly totals: readonly Total[];
}

const NOTHING = "-";

/** What was attempted, row by row, then what it comes to. */
export function historyText({ shown, count, by, totals }: ShownHistory, { colors, width }: HistoryStyle): string {
  if (count === 0) return "The ledger has nothing of it.";
  const columns = [
    { head: "time" },
    { head: "chain", importance: 3 },
    { head: "protocol", importance: 4 },
    { head: "who" },
    { head: "repaid", align: "right", importance: 5 },
    { head: "seized", align: "right", importance: 2 },
    { head: "planned", align: "right", importance: 6 },
    { head: "simulated", align: "right", importance: 1 },
    { head: "net", align: "right" },
    { head: "result" },
    { head: "transaction", importance: 0 },
  ] as const;
  const rows = shown.map((entry) => rowOf(entry));
  const left = count - shown.length;
  const more = left > 0 ? [colors.dim(`${formatCount(BigInt(left))} before these are not shown: raise --limit`)] : [];
  return [renderTable(columns, rows, width), ...more, "", totalsText(by, totals, { colors, width })].join("\n");
}

function rowOf(entry: HistoryEntry): string[] {
  const { time, chain, protocol, purpose, pair, planned, simulated, realised, netUsd, status, reason, txHash } = entry;
  const amounts = realised ?? simulated ?? planned;
  const isAmount = pair !== null && amounts !== null;
  return [
    time.slice(0, 19).replace("T", " "),
    chain,
    protocol ?? purpose,
    whoOf(entry),
    isAmount ? formatAmount(amounts.repaid, pair.debt) : NOTHING,
    isAmount ? formatAmount(amounts.seized, pair.collateral) : NOTHING,
    planned === null ? NOTHING : formatUsd(planned.netProfitUsd),
    simulated === null ? NOTHING : formatUsd(simulated.netProfitUsd),
    status === "skipped" || status === "dry-run" ? NOTHING : formatUsd(netUsd),
    reason === null ? status : `${status}: ${reason.code}`,
    txHash ?? NOTHING,
  ];
}

/** The account; a target of another kind by its whole key. */
function whoOf({ target, round }: HistoryEntry): string {
  return target === null ? NOTHING : withRound(userOf(parseTargetKey(target)) ?? target, round);
}

const COUNTED: readonly HistoryStatus[] = ["liquidated", "failed", "skipped", "dry-run", "open", "used"];

function totalsText(by: TotalsBy | null, totals: readonly Total[], { colors, width }: HistoryStyle): string {
  const counted = COUNTED.filter((status) => totals.some(({ counts }) => counts[status] > 0));
  const columns = [
    { head: by ?? "" },
    ...counted.map((head) => ({ head, align: "right" as const })),
    { head: "planned", align: "right", importance: 1 },
    { head: "simulated", align: "right", importance: 0 },
    { head: "net", align: "right" },
  ] as const;
  const rows = totals.map(({ key, counts, plannedUsd, simulatedUsd, netUsd }) => [
    key,
    ...counted.map((status) => formatCount(BigInt(counts[status]))),
    formatUsd(plannedUsd),
    formatUsd(simulatedUsd),
    formatUsd(netUsd),
  ]);
  const unknown = totals.reduce((sum, total) => sum + total.unknown, 0);
  const missing =
    unknown > 0 ? [colors.yellow(`${formatCount(BigInt(unknown))} of them are not in these sums: unknown`)] : [];
  return [renderTable(columns, rows, width), ...missing].join("\n");
}
