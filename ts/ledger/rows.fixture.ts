import { isOutcome, type LedgerRow } from "./ledger-row.ts";
import type { OutcomeRow } from "./outcome-row.ts";
import { readRows } from "./read-rows.ts";

/** The outcomes of a ledger that can be read. */
export async function rowsOf(path: string): Promise<OutcomeRow[]> {
  return (await ledgerOf(path)).filter(isOutcome);
}

/** Every row of a ledger that can be read. */
export async function ledgerOf(path: string): Promise<LedgerRow[]> {
  const rows: LedgerRow[] = [];
  for await (const line of readRows(path)) if (line.ok) rows.push(line.row);
  return rows;
}
