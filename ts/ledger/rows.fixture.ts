import type { OutcomeRow } from "./outcome-row.ts";
import { readOutcomes } from "./read-outcomes.ts";

/** The rows of a ledger that can be read. */
export async function rowsOf(path: string): Promise<OutcomeRow[]> {
  const rows: OutcomeRow[] = [];
  for await (const line of readOutcomes(path)) if (line.ok) rows.push(line.row);
  return rows;
}
