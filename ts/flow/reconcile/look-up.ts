import { TransactionNotFoundError, type TransactionReceipt, TransactionReceiptNotFoundError } from "viem";
import type { Context } from "../../core/context.ts";
import { findBlock } from "../../core/rpc/block.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import type { SentRow } from "../../ledger/sent-row.ts";
import { completeReceipt } from "../submit/complete-receipt.ts";

/** What the chain says of a transaction that was sent at some time. */
export type Fate =
  /** `depth` counts its own block. */
  | { readonly kind: "mined"; readonly receipt: TransactionReceipt; readonly depth: bigint }
  /** The node has it, and no block does. */
  | { readonly kind: "pending" }
  /** The node does not have it. It may still be mined if another one does: its nonce is free. */
  | { readonly kind: "missing"; readonly nextNonce: number }
  /** Another transaction has used its nonce. */
  | { readonly kind: "replaced" }
  /** The chain is another one under the same number: a local chain that was started anew. */
  | { readonly kind: "elsewhere" };

/** Milliseconds for which a receipt is looked for when the nonce is used: nodes behind one balancer may be apart. */
const FURTHER_MS = 2_000;

/**
 * Asks what became of a transaction.
 * @throws what the client throws: then nothing is known
 */
export async function lookUp(context: Context, sent: SentRow): Promise<Fate> {
  const { client, book, signal } = context;
  const mined = await receiptOf(context, sent);
  if (mined !== null) return minedFate(context, mined, sent);
  // real chains give up blocks too, and are still the same
  if (book.name === "devnet" && !(await hasSeen(context, sent))) return { kind: "elsewhere" };
  const [isKnown, nextNonce] = await Promise.all([
    isKnownToNode(context, sent),
    client.getTransactionCount({ address: sent.from, blockTag: "latest" }),
  ]);
  if (isKnown) return { kind: "pending" };
  if (nextNonce <= sent.nonce) return { kind: "missing", nextNonce };
  const late = await waitForReceipt(client, { hash: sent.txHash, timeoutMs: FURTHER_MS, signal }).catch(() => null);
  if (signal.aborted) signal.throwIfAborted();
  return late === null ? { kind: "replaced" } : minedFate(context, late, sent);
}

async function minedFate(context: Context, receipt: TransactionReceipt, sent: SentRow): Promise<Fate> {
  const head = await context.client.getBlockNumber({ cacheTime: 0 });
  const complete = await completeReceipt(context, receipt, sent);
  return { kind: "mined", receipt: complete, depth: head - receipt.blockNumber + 1n };
}

async function receiptOf({ client }: Context, { txHash }: SentRow): Promise<TransactionReceipt | null> {
  try {
    const receipt: { readonly blockHash: unknown } = await client.getTransactionReceipt({ hash: txHash });
    return typeof receipt.blockHash === "string" ? (receipt as TransactionReceipt) : null;
  } catch (error) {
    if (error instanceof TransactionReceiptNotFoundError) return null;
    throw error;
  }
}

async function isKnownToNode({ client }: Context, { txHash }: SentRow): Promise<boolean> {
  try {
    await client.getTransaction({ hash: txHash });
    return true;
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false;
    throw error;
  }
}

async function hasSeen({ client }: Context, { seen }: SentRow): Promise<boolean> {
  if (seen === null) return true;
  const block = await findBlock(client, { number: seen.number });
  return block?.hash === seen.hash;
}
