import { TransactionNotFoundError, TransactionReceiptNotFoundError } from "viem";
import type { Context } from "../../core/context.ts";
import type { SignedTransaction } from "../submitter.ts";

/** Whether a mined transaction has this one's nonce, be it itself. False when the node cannot be asked. */
export async function isNonceUsed(
  { client }: Pick<Context, "client">,
  { from, nonce }: SignedTransaction,
): Promise<boolean> {
  return client.getTransactionCount({ address: from, blockTag: "latest" }).then(
    (next) => next > nonce,
    () => false,
  );
}

/** Whether the node says that it has neither the transaction nor its receipt. No answer says nothing. */
export async function isUnknownToNode(
  { client }: Pick<Context, "client">,
  { hash }: SignedTransaction,
): Promise<boolean> {
  const [transaction, receipt] = await Promise.allSettled([
    client.getTransaction({ hash }),
    client.getTransactionReceipt({ hash }),
  ]);
  return (
    transaction.status === "rejected" &&
    transaction.reason instanceof TransactionNotFoundError &&
    receipt.status === "rejected" &&
    receipt.reason instanceof TransactionReceiptNotFoundError
  );
}
