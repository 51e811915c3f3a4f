import { isAddressEqual, type PrivateKeyAccount, type TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { SignerError } from "../../core/errors/errors.ts";
import type { SentLeg } from "../../ledger/sent-row.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import type { Submitter } from "../../submitters/submitter.ts";
import { outcomeOf } from "../simulate/outcome-of.ts";
import { type BuildOptions, build } from "./build.ts";
import { include } from "./include.ts";
import { inclusionOf } from "./inclusion-of.ts";
import { revertOf } from "./revert-of.ts";
import type { Submission } from "./submission.ts";

export interface SubmitOptions extends BuildOptions {
  readonly signer: PrivateKeyAccount;
  /** How long to wait for the transaction, milliseconds. */
  readonly receiptTimeoutMs?: number;
  readonly submitter?: Submitter;
  /** For the record. */
  readonly now: () => Date;
  /** What it liquidates, for the record. */
  readonly legs: readonly SentLeg[];
}

/** {@link includeTransaction} for one liquidation. Throws as that. */
export async function submit(
  context: Context,
  transaction: TransactionRequest,
  options: SubmitOptions,
): Promise<Submission> {
  return submissionOf(await includeTransaction(context, transaction, options), transaction);
}

/**
 * Builds the transaction that was simulated, byte for byte, and has it included.
 * @throws RefusedError when gas is above the limit, an earlier transaction is pending, the transaction would revert now or
 * the node does not say whether it would; RevertError when it was mined and reverted; SignerError when it was simulated for
 * somebody else; what {@link include} throws.
 */
export async function includeTransaction(
  context: Context,
  transaction: TransactionRequest,
  { signer, receiptTimeoutMs, submitter, now, legs, ...options }: SubmitOptions,
): Promise<TransactionReceipt> {
  if (!isAddressEqual(transaction.from, signer.address)) {
    throw new SignerError(`the transaction is ${transaction.from}'s, and the key is ${signer.address}'s`);
  }
  const { built, seen } = await build(context, transaction, options);
  const told = { gasLimit: built.gas };
  const { nativePriceUsd } = options.gasPrice;
  const entry = { purpose: "liquidation", legs, nativePriceUsd, seen, replaces: null } as const;
  const receipt = await include(context, built, { signer, told, entry, now, receiptTimeoutMs, submitter });
  if (receipt.status === "success") return receipt;
  throw await revertOf(context, transaction, receipt, { gasLimit: built.gas, words: options.words });
}

function submissionOf(receipt: TransactionReceipt, transaction: TransactionRequest): Submission {
  return { ...inclusionOf(receipt), outcome: outcomeOf(receipt, transaction) };
}
