import type { Hex } from "viem";
import { isOutcome, isSent, type LedgerRow } from "./ledger-row.ts";
import { legKey } from "./leg-key.ts";
import type { OutcomeRow } from "./outcome-row.ts";
import { type LedgerLine, readRows } from "./read-rows.ts";
import type { SentRow } from "./sent-row.ts";
import type { SettledRow } from "./settled-row.ts";

/** A transaction that was sent, as far as the ledger knows what became of it. */
export interface LedgerTransaction {
  readonly sent: SentRow;
  /** The last that was said of it; null before. */
  readonly settled: SettledRow | null;
  /** The last outcome of each of its legs, by their keys. */
  readonly outcomes: ReadonlyMap<string, OutcomeRow>;
}

export interface LedgerTransactions {
  /** In the order in which they were sent. */
  readonly transactions: readonly LedgerTransaction[];
  /** Lines that may be about one and cannot be read. */
  readonly broken: readonly Extract<LedgerLine, { ok: false }>[];
}

/** The name of a transaction among those of all chains. */
export const transactionKey = (chainId: number, txHash: Hex): string => `${chainId}/${txHash}`;

/**
 * Everything that was ever sent, by whichever process. Lines that are about no transaction are not even parsed.
 * @throws LedgerError when the file exists and cannot be read.
 */
export async function readTransactions(path: string): Promise<LedgerTransactions> {
  const rows: LedgerRow[] = [];
  const broken: Extract<LedgerLine, { ok: false }>[] = [];
  for await (const line of readRows(path, { only: (text) => text.includes('"txHash":"') })) {
    if (line.ok) rows.push(line.row);
    else broken.push(line);
  }
  return { transactions: transactionsOf(rows), broken };
}

/** The transactions of some rows, each with the last that is said of it. Pure. */
export function transactionsOf(rows: readonly LedgerRow[]): LedgerTransaction[] {
  const found = new Map<string, { sent: SentRow; settled: SettledRow | null; outcomes: Map<string, OutcomeRow> }>();
  for (const row of rows) {
    if (row.txHash === null) continue;
    const key = transactionKey(row.chainId, row.txHash);
    if (isSent(row)) {
      found.set(key, { sent: row, settled: null, outcomes: new Map() });
      continue;
    }
    const transaction = found.get(key);
    if (transaction === undefined) continue;
    if (isOutcome(row)) transaction.outcomes.set(legKey(row), row);
    else transaction.settled = row;
  }
  return [...found.values()];
}

/** Whether it may still do something, as far as the ledger knows. */
export function isOpen({ settled }: LedgerTransaction): boolean {
  return settled === null || settled.fate === "reorganised";
}

/** Whether every one of its legs has an outcome: whoever wrote down its fate may have ended before them. */
export function isTold({ sent, outcomes }: LedgerTransaction): boolean {
  return sent.legs.every((leg) => outcomes.has(legKey(leg)));
}

/** Whether there is nothing more to find out about it, nor to write down. */
export function isDone(transaction: LedgerTransaction): boolean {
  const { settled } = transaction;
  return settled?.final === true && (settled.fate === "refused" || isTold(transaction));
}
