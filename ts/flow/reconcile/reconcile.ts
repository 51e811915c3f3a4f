import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { appendRow } from "../../ledger/append-row.ts";
import { isDone, isOpen, isTold, type LedgerTransaction, readTransactions } from "../../ledger/read-transactions.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import { costOf } from "../submit/inclusion-of.ts";
import { writeSettled } from "../submit/journal.ts";
import { type Fate, lookUp } from "./look-up.ts";
import { failedOutcomes, minedOutcomes } from "./outcomes-of.ts";
import { WHY } from "./why.ts";

/** A transaction that may still do something. */
export interface OpenTransaction {
  readonly sent: SentRow;
  /** The next nonce of its sender when the node does not have it; null otherwise. */
  readonly nextNonce: number | null;
}

/** Blocks after which no reorganisation is expected any more. */
const FINAL_DEPTH = 64n;
/** Milliseconds after which a transaction that the node does not have is not looked for again. */
const GIVE_UP_MS = 86_400_000;
/** Whoever looks several times is told once what cannot be read. */
const toldAlready = new WeakSet<Context["logger"]>();

/**
 * Asks the chain about every transaction of the ledger that it may have something new to say of, whoever sent it, and writes
 * down what that is: what became of those that were open, and what a reorganisation has made of those that were settled.
 * @returns those that are still open on this chain, oldest first
 * @throws LedgerError when the ledger cannot be read or written; InterruptedError
 */
export async function reconcile(context: Context, now: Date): Promise<OpenTransaction[]> {
  const { config, book, logger } = context;
  const { transactions, broken } = await readTransactions(config.ledgerPath);
  for (const { line, problem } of toldAlready.has(logger) ? [] : broken) {
    logger.warn(`line ${line} of ${config.ledgerPath} cannot be read: ${problem}`);
  }
  toldAlready.add(logger);
  const open: OpenTransaction[] = [];
  for (const transaction of transactions) {
    if (transaction.sent.chainId !== book.chainId || isDone(transaction)) continue;
    const still = await settleOne(context, transaction, now);
    if (still !== null) open.push(still);
  }
  return open;
}

async function settleOne(context: Context, before: LedgerTransaction, now: Date): Promise<OpenTransaction | null> {
  const { sent } = before;
  try {
    return await settleBy(context, before, await lookUp(context, sent), now);
  } catch (error) {
    const failure = explainFailure(error);
    if (context.signal.aborted) throw new InterruptedError(undefined, { cause: error });
    if (failure === null || failure.code === "ledger") throw failure ?? error;
    context.logger.warn("it is not known what became of a transaction", {
      txHash: sent.txHash,
      reason: failure.message,
    });
    return isOpen(before) ? { sent, nextNonce: null } : null;
  }
}

async function settleBy(
  context: Context,
  before: LedgerTransaction,
  fate: Fate,
  now: Date,
): Promise<OpenTransaction | null> {
  const { sent, settled } = before;
  const open = { sent, nextNonce: fate.kind === "missing" ? fate.nextNonce : null };
  if (fate.kind === "mined") {
    if (isOpen(before) && fate.depth < BigInt(context.config.confirmations)) return open;
    await settleMined(context, before, fate, now);
    return null;
  }
  if (fate.kind === "replaced") {
    const final = await isUsedDeep(context, sent);
    await settleWithout(context, before, { fate: "replaced", reason: WHY.replaced(sent), final }, now);
    return null;
  }
  if (fate.kind === "elsewhere") {
    if (isOpen(before)) await writeOutcomes(context, failedOutcomes(sent, WHY.anotherChain, timeOf(now)));
    // what was done on the chain that was there before stays done
    const { fate: ended, block, gasUsed, gasCostWei } = settled ?? NEVER;
    const known = ended === "reorganised" ? NEVER : { fate: ended, block, gasUsed, gasCostWei };
    await writeSettled(context, sent.txHash, { ...known, final: true }, now);
    return null;
  }
  if (fate.kind === "missing" && (await canDoNothing(context, sent, now))) {
    const final = now.getTime() - Date.parse(sent.time) > GIVE_UP_MS;
    await settleWithout(context, before, { fate: "expired", reason: WHY.expired(sent), final }, now);
    return null;
  }
  if (!isOpen(before) && settled!.fate !== "expired") {
    await writeOutcomes(context, failedOutcomes(sent, WHY.reorganised(settled!), timeOf(now)));
    await writeSettled(context, sent.txHash, { fate: "reorganised" }, now);
  }
  return open;
}

/** Settles it by its receipt. Nothing is written of what is known already, except once that it is final. */
async function settleMined(
  context: Context,
  before: LedgerTransaction,
  { receipt, depth }: Extract<Fate, { kind: "mined" }>,
  now: Date,
): Promise<void> {
  const { sent, settled } = before;
  const final = depth >= FINAL_DEPTH;
  const isSame = settled?.block?.hash === receipt.blockHash && isTold(before);
  if (!isSame) await writeOutcomes(context, await minedOutcomes(context, sent, receipt, timeOf(now)));
  if (isSame && !final) return;
  const fate = receipt.status === "success" ? "succeeded" : "reverted";
  const block = { number: receipt.blockNumber, hash: receipt.blockHash };
  const cost = { gasUsed: receipt.gasUsed, gasCostWei: costOf(receipt) };
  await writeSettled(context, sent.txHash, { fate, block, ...cost, final }, now);
}

/** The same for one that is in no block. */
async function settleWithout(
  context: Context,
  before: LedgerTransaction,
  end: { readonly fate: "replaced" | "expired"; readonly reason: Reason; readonly final: boolean },
  now: Date,
): Promise<void> {
  const { sent, settled } = before;
  const { fate, reason, final } = end;
  const isSame = settled?.fate === fate && isTold(before);
  if (!isSame) await writeOutcomes(context, failedOutcomes(sent, reason, timeOf(now)));
  if (!isSame || final) await writeSettled(context, sent.txHash, { fate, final }, now);
}

async function writeOutcomes({ config }: Context, rows: ReturnType<typeof failedOutcomes>): Promise<void> {
  for (const row of rows) await appendRow(config.ledgerPath, row);
}

/** Whether its nonce is used so deep in the chain that it stays so. A node that has no such state says nothing. */
async function isUsedDeep({ client }: Context, { from, nonce }: SentRow): Promise<boolean> {
  const head = await client.getBlockNumber({ cacheTime: 0 });
  if (head < FINAL_DEPTH) return false;
  const used = await client.getTransactionCount({ address: from, blockNumber: head - FINAL_DEPTH }).catch(() => 0);
  return used > nonce;
}

/** Whether the contract would do nothing any more, were it mined. What has no deadline is waited for for a day. */
async function canDoNothing({ client }: Context, { legs, time }: SentRow, now: Date): Promise<boolean> {
  if (now.getTime() - Date.parse(time) > GIVE_UP_MS) return true;
  if (legs.length === 0) return false;
  const { timestamp } = await client.getBlock({ blockTag: "latest" });
  return legs.every(({ deadline }) => deadline < timestamp);
}

const timeOf = (now: Date): string => now.toISOString();

/** What is said of one that nothing was ever said of. */
const NEVER = { fate: "expired", block: null, gasUsed: null, gasCostWei: null } as const;
