import type { Hex, PrivateKeyAccount, TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { DroppedError, type FliqError, InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { SUBMITTERS } from "../../submitters/index.ts";
import type { Dropped, Submitter, Unknown } from "../../submitters/submitter.ts";
import type { BuiltTransaction } from "./build.ts";
import { sign } from "./sign.ts";

export interface IncludeOptions {
  readonly signer: PrivateKeyAccount;
  /** What the log says of it besides its hash and its nonce. */
  readonly told: Readonly<Record<string, bigint | string>>;
  /** How long to wait for the transaction, milliseconds. */
  readonly receiptTimeoutMs?: number | undefined;
  readonly submitter?: Submitter | undefined;
}

const RECEIPT_TIMEOUT_MS = 120_000;

/**
 * Signs a transaction, sends it once and waits for it. Its hash is known before, so that a lost answer loses nothing: whatever
 * fails after that, except a refusal of the node, says the hash and has it as `numbers.txHash`.
 * @returns its receipt, whether it succeeded or reverted
 * @throws RpcError when the node refuses it or its fate is unknown; DroppedError when another transaction has taken its nonce;
 * InterruptedError.
 */
export async function include(
  context: Context,
  built: BuiltTransaction,
  { signer, told, receiptTimeoutMs = RECEIPT_TIMEOUT_MS, submitter = SUBMITTERS.public }: IncludeOptions,
): Promise<TransactionReceipt> {
  const signed = await sign(built, signer);
  const { hash } = signed;
  const refused = await submitter.send(context, signed);
  if (refused !== null) throw dropped(hash, refused);
  context.logger.info(`sent transaction ${hash}`, { nonce: built.nonce, ...told });
  const inclusion = await submitter.wait(context, signed, { timeoutMs: receiptTimeoutMs });
  if (inclusion.kind === "dropped") throw dropped(hash, inclusion);
  if (inclusion.kind === "unknown") throw unknownFate(hash, inclusion);
  return inclusion.receipt;
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
  const message = `it is not known what became of transaction ${txHash}`;
  return new RpcError("timeout", message, { ...options, retryable: false });
}
