import { isOutcome, type LedgerRow } from "../../ledger/ledger-row.ts";
import { legKey } from "../../ledger/leg-key.ts";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import { isOpen, type LedgerTransaction, transactionKey, transactionsOf } from "../../ledger/read-transactions.ts";
import { weiToUsd } from "../plan/usd.ts";
import type { HistoryEntry } from "./history-entry.ts";

/**
 * What the rows of a ledger come to, oldest first: of several rows for one transaction, target and round the last; a transaction that
 * is open, or is no liquidation, for itself. One that was only made faster is not there twice. Pure.
 */
export function entriesOf(rows: readonly LedgerRow[]): HistoryEntry[] {
  const transactions = new Map(
    transactionsOf(rows).map((one) => [transactionKey(one.sent.chainId, one.sent.txHash), one]),
  );
  const faster = fasterOnes([...transactions.values()]);
  const entries = new Map<string, HistoryEntry>();
  for (const [index, row] of rows.entries()) {
    if (!isOutcome(row)) continue;
    const key = row.txHash === null ? null : transactionKey(row.chainId, row.txHash);
    const transaction = key === null ? undefined : transactions.get(key);
    if (transaction !== undefined && (isOpen(transaction) || faster.has(transaction))) continue;
    entries.set(key === null ? `#${index}` : `${key}/${legKey(row)}`, ofOutcome(row, transaction ?? null));
  }
  const others = [...transactions.values()].filter((one) => !faster.has(one)).flatMap(ofTransaction);
  // text of the same shape sorts as time does
  return [...entries.values(), ...others].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}

/** Those of which nothing came because the same call was mined at a higher price. */
function fasterOnes(transactions: readonly LedgerTransaction[]): ReadonlySet<LedgerTransaction> {
  const slotOf = ({ sent: { chainId, from, nonce } }: LedgerTransaction) => `${chainId}/${from}/${nonce}`;
  const isSame = (one: LedgerTransaction, other: LedgerTransaction) =>
    one !== other &&
    slotOf(one) === slotOf(other) &&
    one.sent.data === other.sent.data &&
    one.sent.to === other.sent.to;
  const mined = transactions.filter(({ settled }) => settled?.fate === "succeeded" || settled?.fate === "reverted");
  const replaced = transactions.filter(({ settled }) => settled?.fate === "replaced");
  return new Set(replaced.filter((one) => mined.some((other) => isSame(one, other))));
}

function ofOutcome(row: OutcomeRow, transaction: LedgerTransaction | null): HistoryEntry {
  const { block: _, ...kept } = row;
  // a correction does not make it later than it was
  const time = transaction?.sent.time ?? row.time;
  return { ...kept, round: row.round ?? 1, time, purpose: "liquidation", netUsd: netOf(row, transaction) };
}

/** What did not succeed on chain has cost its gas. */
function netOf({ status, realised, reason }: OutcomeRow, transaction: LedgerTransaction | null): bigint | null {
  if (realised !== null) return realised.netProfitUsd;
  const cost = reason?.numbers?.gasCostWei;
  if (cost !== undefined) return lossOf(BigInt(cost), transaction);
  // nothing was sent, or nothing came of it
  return status === "failed" && reason?.code === "outcome-unknown" ? null : 0n;
}

function lossOf(wei: bigint, transaction: LedgerTransaction | null): bigint | null {
  const usd = weiToUsd(wei, transaction?.sent.nativePriceUsd ?? null);
  return usd === null ? null : -usd;
}

/** What no outcome stands for: legs that are open, or whose outcome was not written down yet, and what is no liquidation. */
function ofTransaction(transaction: LedgerTransaction): HistoryEntry[] {
  const { sent, settled, outcomes } = transaction;
  const { time, chainId, chain, purpose, txHash, legs } = sent;
  const common = { time, chainId, chain, purpose, txHash, reason: null, realised: null } as const;
  const open = { ...common, status: "open", netUsd: null } as const;
  if (legs.length === 0) {
    const nothing = { protocol: null, target: null, round: 1, action: null, pair: null, funding: null };
    const none = { ...nothing, planned: null, simulated: null } as const;
    if (isOpen(transaction)) return [{ ...open, ...none }];
    const wei = settled?.gasCostWei ?? null;
    return wei === null ? [] : [{ ...common, ...none, status: "used", netUsd: lossOf(wei, transaction) }];
  }
  if (settled?.fate === "refused") return [];
  const untold = isOpen(transaction) ? legs : legs.filter((leg) => !outcomes.has(legKey(leg)));
  return untold.map(({ protocol, target, round = 1, action, pair, funding, planned, simulated }) => ({
    ...open,
    ...{ protocol, target, round, action, pair, funding, planned, simulated },
  }));
}
