import type { PrivateKeyAccount, TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { DroppedError, RevertError } from "../../core/errors/errors.ts";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import { readTransactions } from "../../ledger/read-transactions.ts";
import { reconcile } from "../reconcile/reconcile.ts";
import { include } from "../submit/include.ts";
import { seenNow } from "../submit/seen-now.ts";
import type { Replacement } from "./propose-replacement.ts";

export interface ReplaceOptions {
  readonly signer: PrivateKeyAccount;
  /** For the record. */
  readonly now: () => Date;
  /** How long to wait for it, milliseconds. */
  readonly receiptTimeoutMs?: number;
}

/** What became of it. */
export interface Replaced {
  readonly receipt: TransactionReceipt;
  /** Of the liquidations that it made faster, or made impossible. */
  readonly outcomes: readonly OutcomeRow[];
}

/**
 * Sends a replacement and settles everything that waited at its nonce.
 * @throws DroppedError when what it was to replace was mined first; RevertError when it reverted; what {@link include} throws
 */
export async function replace(
  context: Context,
  { how, transaction, entry, replaces, gasPrice: { nativePriceUsd } }: Replacement,
  { signer, now, receiptTimeoutMs }: ReplaceOptions,
): Promise<Replaced> {
  const { nonce } = transaction;
  const row = { ...entry, nativePriceUsd, replaces, seen: await seenNow(context) };
  const options = { signer, told: { [how]: replaces ?? "unknown" }, entry: row, now, receiptTimeoutMs };
  const receipt = await include(context, transaction, options).catch(async (error: unknown) => {
    await reconcile(context, now());
    if (!(error instanceof DroppedError)) throw error;
    const message = `what waited at nonce ${nonce} was mined before it could be replaced`;
    const { code, numbers } = error;
    throw new DroppedError(message, { code, hint: "see fliq history", cause: error, ...(numbers && { numbers }) });
  });
  await reconcile(context, now());
  const { transactions } = await readTransactions(context.config.ledgerPath);
  const atNonce = transactions.filter(({ sent }) => sent.from === signer.address && sent.nonce === nonce);
  const outcomes = atNonce
    .filter(({ sent }) => sent.chainId === transaction.chainId)
    .flatMap((one) => [...one.outcomes.values()])
    .filter(({ txHash }) => how === "cancel" || txHash === receipt.transactionHash);
  if (receipt.status === "success") return { receipt, outcomes };
  const { transactionHash: txHash } = receipt;
  const why = outcomes[0]?.reason?.message ?? `transaction ${txHash} was mined and reverted`;
  throw new RevertError(why, { code: outcomes[0]?.reason?.code ?? "reverted", numbers: { txHash } });
}
