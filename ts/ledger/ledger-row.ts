import { type OutcomeRow, outcomeRowSchema } from "./outcome-row.ts";
import { type SentRow, sentRowSchema } from "./sent-row.ts";
import { type SettledRow, settledRowSchema } from "./settled-row.ts";

/** A row of the ledger: an outcome, which alone has no `kind`, or what was sent and what became of it. */
export type LedgerRow = OutcomeRow | SentRow | SettledRow;

/** A row, or the first thing that is wrong with it. */
export function parseRow(content: unknown): { readonly row: LedgerRow } | { readonly problem: string } {
  const parsed = schemaFor(content).safeParse(content);
  if (parsed.success) return { row: parsed.data };
  const { path, message } = parsed.error.issues[0]!;
  return { problem: `${path.join(".")}: ${message}` };
}

export const isSent = (row: LedgerRow): row is SentRow => "kind" in row && row.kind === "sent";
export const isSettled = (row: LedgerRow): row is SettledRow => "kind" in row && row.kind === "settled";
export const isOutcome = (row: LedgerRow): row is OutcomeRow => !("kind" in row);

function schemaFor(content: unknown) {
  const kind = typeof content === "object" && content !== null && "kind" in content ? content.kind : null;
  if (kind === "sent") return sentRowSchema;
  return kind === "settled" ? settledRowSchema : outcomeRowSchema;
}
