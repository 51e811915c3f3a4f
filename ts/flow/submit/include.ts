import type { Hex, PrivateKeyAccount, TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { DroppedError, type FliqError, InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { SUBMITTERS } from "../../submitters/index.ts";
import type { Dropped, Submitter, Unknown } from "../../submitters/submitter.ts";
import { awaitDepth, TOO_SHALLOW } from "./await-depth.ts";
import type { BuiltTransaction } from "./built-transaction.ts";
import { completeReceipt } from "./complete-receipt.ts";
import { costOf } from "./inclusion-of.ts";
import { type Entry, writeSent, writeSettled } from "./journal.ts";
import { sign } from "./sign.ts";

export interface IncludeOptions {
  readonly signer: PrivateKeyAccount;
  /** What the log says of it besides its hash and its nonce. */
  readonly told: Readonly<Record<string, bigint | string>>;
  /** What the record says of it. */
  readonly entry: Entry;
  /** For the record. */
  readonly now: () => Date;
  /** How long to wait for the transaction, milliseconds. */
  readonly receiptTimeoutMs?: number | undefined;
  readonly submitter?: Submitter | undefined;
}

const RECEIPT_TIMEOUT_MS = 120_000;
/** For one more look when the time is up. */
const LAST_LOOK_MS = 1_000;

/**
 * Signs a transaction, writes it down, sends it once and waits until it is as deep in the chain as the settings say. Its hash
 * is known before, so that neither a lost answer nor the end of this process loses anything: whatever fails after that, except
 * a refusal of the node, says the hash and has it as `numbers.txHash`.
 * @returns its receipt, whether it succeeded or reverted
 * @throws LedgerError when it cannot be written down, before it is sent; RpcError when the node refuses it or its fate is
 * unknown; DroppedError when another transaction has taken its nonce; InterruptedError.
 */
export async function include(
  context: Context,
  built: BuiltTransaction,
  options: IncludeOptions,
): Promise<TransactionReceipt> {
  const { signer, told, entry, now, receiptTimeoutMs = RECEIPT_TIMEOUT_MS, submitter = SUBMITTERS.public } = options;
  const signed = await sign(built, signer);
  const { hash } = signed;
  await writeSent(context, signed, built, entry, now());
  const refused = await submitter.send(context, signed);
  if (refused !== null) {
    await writeSettled(context, hash, { fate: "refused", final: true }, now());
    throw dropped(hash, refused);
  }
  context.logger.info(`sent transaction ${hash}`, { nonce: built.nonce, ...told });
  const deadline = Date.now() + receiptTimeoutMs;
  const wait = () => submitter.wait(context, signed, { timeoutMs: Math.max(deadline - Date.now(), LAST_LOOK_MS) });
  const { confirmations } = context.config;
  const mined = await submitter.wait(context, signed, { timeoutMs: receiptTimeoutMs });
  const inclusion =
    mined.kind === "mined" ? await awaitDepth(context, mined.receipt, { confirmations, deadline, again: wait }) : mined;
  if (inclusion.kind === "dropped") {
    await writeSettled(context, hash, { fate: "replaced" }, now());
    throw dropped(hash, inclusion);
  }
  if (inclusion.kind === "unknown") throw unknownFate(hash, inclusion);
  const receipt = await completeReceipt(context, inclusion.receipt, built);
  await settle(context, receipt, now());
  return receipt;
}

async function settle(context: Context, receipt: TransactionReceipt, now: Date): Promise<void> {
  const { transactionHash, status, blockNumber: number, blockHash: hash, gasUsed } = receipt;
  const fate = status === "success" ? "succeeded" : "reverted";
  const gasCostWei = costOf(receipt);
  await writeSettled(context, transactionHash, { fate, block: { number, hash }, gasUsed, gasCostWei }, now);
}

/** A refusal is told as it was said: nothing was sent, so there is no hash to look for. */
function dropped(txHash: Hex, { reason: { code, message, numbers }, cause }: Dropped): FliqError {
  if (cause !== null) return cause;
  return new DroppedError(message, {
    code,
    hint: "find out who else sends with this key before trying again",
    numbers: { ...numbers, txHash },
  });
}

function unknownFate(txHash: Hex, { cause }: Unknown): RpcError | InterruptedError {
  const options = { hint: "look it up before trying again: it may still be included", numbers: { txHash }, cause };
  if (cause instanceof InterruptedError) {
    return new InterruptedError(`interrupted, and it is not known what became of transaction ${txHash}`, options);
  }
  const message =
    cause.code === TOO_SHALLOW
      ? `it is not certain what becomes of transaction ${txHash}: ${cause.message}`
      : `it is not known what became of transaction ${txHash}`;
  return new RpcError("timeout", message, { ...options, retryable: false });
}
