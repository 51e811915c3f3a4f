import type { HistoryEntry, HistoryStatus } from "./history-entry.ts";

export const TOTALS = ["day", "protocol", "reason"] as const;
/** What is added up together. */
export type TotalsBy = (typeof TOTALS)[number];

/** What the entries of one group come to. USD with 8 decimals. */
export interface Total {
  /** Day in UTC, protocol, or code of the reason. */
  readonly key: string;
  readonly counts: Readonly<Record<HistoryStatus, number>>;
  /** What was planned to be left of what was liquidated. */
  readonly plannedUsd: bigint;
  /** What was left by simulation of what was liquidated. */
  readonly simulatedUsd: bigint;
  /** What was left of everything, all costs of what failed included, as far as it is known. */
  readonly netUsd: bigint;
  /** How many have something to add to one of these sums, and it is not known. */
  readonly unknown: number;
}

const NONE: Total["counts"] = { liquidated: 0, failed: 0, skipped: 0, "dry-run": 0, open: 0, used: 0 };

/** Sums, in the order of their keys; without a choice one over everything. Every digit is kept. Pure. */
export function totalsOf(entries: readonly HistoryEntry[], by: TotalsBy | null): Total[] {
  const totals = new Map<string, Total>();
  for (const entry of entries) {
    const key = keyOf(entry, by);
    const before = totals.get(key) ?? { key, counts: NONE, plannedUsd: 0n, simulatedUsd: 0n, netUsd: 0n, unknown: 0 };
    totals.set(key, added(before, entry));
  }
  return [...totals.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function added(total: Total, { status, planned, simulated, netUsd }: HistoryEntry): Total {
  const isDone = status === "liquidated";
  const [plannedUsd, simulatedUsd] = isDone ? [planned?.netProfitUsd, simulated?.netProfitUsd] : [0n, 0n];
  const isUnknown = [plannedUsd, simulatedUsd, netUsd].some((usd) => usd === null || usd === undefined);
  return {
    key: total.key,
    counts: { ...total.counts, [status]: total.counts[status] + 1 },
    plannedUsd: total.plannedUsd + (plannedUsd ?? 0n),
    simulatedUsd: total.simulatedUsd + (simulatedUsd ?? 0n),
    netUsd: total.netUsd + (netUsd ?? 0n),
    unknown: total.unknown + (isUnknown ? 1 : 0),
  };
}

function keyOf({ time, protocol, purpose, reason, status }: HistoryEntry, by: TotalsBy | null): string {
  if (by === null) return "all";
  if (by === "day") return time.slice(0, 10);
  return by === "protocol" ? (protocol ?? purpose) : (reason?.code ?? status);
}
