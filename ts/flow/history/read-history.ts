import type { LedgerRow } from "../../ledger/ledger-row.ts";
import { type LedgerLine, readRows } from "../../ledger/read-rows.ts";
import { entriesOf } from "./entries-of.ts";
import type { HistoryEntry } from "./history-entry.ts";
import { type Total, type TotalsBy, totalsOf } from "./totals-of.ts";

export interface HistoryRequest {
  readonly ledgerPath: string;
  /** Null: all chains. */
  readonly chainId: number | null;
  /** Milliseconds since 1970; null: everything. */
  readonly since: number | null;
  readonly by: TotalsBy | null;
}

export interface History {
  /** Oldest first. */
  readonly entries: readonly HistoryEntry[];
  readonly totals: readonly Total[];
  /** Lines of the ledger that cannot be read, of whatever time. */
  readonly broken: readonly Pick<Extract<LedgerLine, { ok: false }>, "line" | "problem">[];
}

/**
 * What the ledger says, and what it comes to. Asks no chain.
 * @throws LedgerError when the file exists and cannot be read
 */
export async function readHistory({ ledgerPath, chainId, since, by }: HistoryRequest): Promise<History> {
  const rows: LedgerRow[] = [];
  const broken: { readonly line: number; readonly problem: string }[] = [];
  for await (const one of readRows(ledgerPath)) {
    if (one.ok) rows.push(one.row);
    else broken.push({ line: one.line, problem: one.problem });
  }
  const entries = entriesOf(rows).filter(
    (entry) => (chainId === null || entry.chainId === chainId) && (since === null || Date.parse(entry.time) >= since),
  );
  return { entries, totals: totalsOf(entries, by), broken };
}
