import { type Hex, isAddressEqual, type PrivateKeyAccount, type TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { DroppedError, type FliqError, InterruptedError, RpcError, SignerError } from "../../core/errors/errors.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { SUBMITTERS } from "../../submitters/index.ts";
import type { Dropped, Submitter, Unknown } from "../../submitters/submitter.ts";
import { outcomeOf } from "../simulate/outcome-of.ts";
import type { OnChainOutcome } from "../simulate/simulation.ts";
import { type BuildOptions, build } from "./build.ts";
import { revertOf } from "./revert-of.ts";
import { sign } from "./sign.ts";

/** submit: what the chain did with the transaction. */
export interface Submission {
  readonly txHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
  /** Wei per gas. */
  readonly effectiveGasPrice: bigint;
  /** Wei that the chain charged for publishing the transaction on its parent chain; 0 where it states none. */
  readonly l1FeeWei: bigint;
  readonly outcome: OnChainOutcome;
}

export interface SubmitOptions extends BuildOptions {
  readonly signer: PrivateKeyAccount;
  /** How long to wait for the transaction, milliseconds. */
  readonly receiptTimeoutMs?: number;
  readonly submitter?: Submitter;
}

const RECEIPT_TIMEOUT_MS = 120_000;

/** {@link includeTransaction} for one liquidation. Throws as that. */
export async function submit(
  context: Context,
  transaction: TransactionRequest,
  options: SubmitOptions,
): Promise<Submission> {
  return submissionOf(await includeTransaction(context, transaction, options), transaction);
}

/**
 * Builds, signs and sends the transaction that was simulated, byte for byte, and waits for it. Its hash is known before it
 * is sent, so that a lost answer loses nothing: whatever fails after that, except a refusal of the node, says the hash and
 * has it as `numbers.txHash`.
 * @throws RefusedError when gas is above the limit, an earlier transaction is pending or the transaction would revert now;
 * RevertError when it was mined and reverted; RpcError when the node refuses it or its fate is unknown; DroppedError when
 * another transaction has taken its nonce; SignerError when it was simulated for somebody else; InterruptedError.
 */
export async function includeTransaction(
  context: Context,
  transaction: TransactionRequest,
  { signer, receiptTimeoutMs = RECEIPT_TIMEOUT_MS, submitter = SUBMITTERS.public, ...options }: SubmitOptions,
): Promise<TransactionReceipt> {
  if (!isAddressEqual(transaction.from, signer.address)) {
    throw new SignerError(`the transaction is ${transaction.from}'s, and the key is ${signer.address}'s`);
  }
  const built = await build(context, transaction, options);
  const signed = await sign(built, signer);
  const { hash } = signed;
  const refused = await submitter.send(context, signed);
  if (refused !== null) throw dropped(hash, refused);
  context.logger.info(`sent transaction ${hash}`, { nonce: built.nonce, gasLimit: built.gas });
  const inclusion = await submitter.wait(context, signed, { timeoutMs: receiptTimeoutMs });
  if (inclusion.kind === "dropped") throw dropped(hash, inclusion);
  if (inclusion.kind === "unknown") throw unknownFate(hash, inclusion);
  const { receipt } = inclusion;
  if (receipt.status === "reverted") {
    throw await revertOf(context, transaction, receipt, { gasLimit: built.gas, words: options.words });
  }
  return receipt;
}

function submissionOf(receipt: TransactionReceipt, transaction: TransactionRequest): Submission {
  return { ...inclusionOf(receipt), outcome: outcomeOf(receipt, transaction) };
}

/** What a mined transaction cost, and where it is. */
export function inclusionOf(receipt: TransactionReceipt): Omit<Submission, "outcome"> {
  return {
    txHash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    effectiveGasPrice: receipt.effectiveGasPrice,
    l1FeeWei: BigInt((receipt as { readonly l1Fee?: bigint | Hex | null }).l1Fee ?? 0),
  };
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
