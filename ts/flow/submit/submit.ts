import { type Address, type Hex, keccak256, type PrivateKeyAccount, RpcRequestError } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError, RefusedError, RevertError, RpcError } from "../../core/errors/errors.ts";
import { causeChain, explainFailure } from "../../core/errors/explain.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { max, min } from "../../core/math/math.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, paddedGas } from "../plan/gas.ts";
import { refusedFor } from "../refused-for.ts";
import { outcomeOf } from "../simulate/outcome-of.ts";
import type { OnChainOutcome } from "../simulate/simulation.ts";
import { revertOf } from "./revert-of.ts";

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

export interface SubmitOptions {
  readonly signer: PrivateKeyAccount;
  readonly gasPrice: GasPrice;
  /** Errors of the contracts that the transaction calls. */
  readonly words: readonly RevertWords[];
  /** Gas that the simulation used. */
  readonly gasUsed: bigint;
  /** How long to wait for the transaction, milliseconds. */
  readonly receiptTimeoutMs?: number;
}

/** EIP-7825. */
const GAS_LIMIT_OF_A_TRANSACTION = 16_777_216n;
const RECEIPT_TIMEOUT_MS = 120_000;

/**
 * Signs and sends the transaction that was simulated, byte for byte, and waits for it. The only stage that signs. Its hash
 * is known before it is sent, so that a lost answer loses nothing: whatever fails after that, except a refusal of the
 * node, says the hash and has it as `numbers.txHash`.
 * @throws RefusedError when gas is above the limit, an earlier transaction is pending or the transaction would revert now;
 * RevertError when it was mined and reverted; RpcError when the node refuses it or its fate is unknown; InterruptedError.
 */
export async function submit(
  context: Context,
  transaction: TransactionRequest,
  { signer, gasPrice, words, gasUsed, receiptTimeoutMs = RECEIPT_TIMEOUT_MS }: SubmitOptions,
): Promise<Submission> {
  const { client, config, logger, signal } = context;
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const [nonce, chainId, estimated] = await Promise.all([
    freeNonce(context, signer.address),
    client.getChainId(),
    estimateNow(context, transaction, words),
  ]);
  // rollups charge gas for publishing, which a simulation need not know
  const gas = min(max(paddedGas(gasUsed), estimated), GAS_LIMIT_OF_A_TRANSACTION);
  const serializedTransaction = await signer.signTransaction({
    type: "eip1559",
    chainId,
    nonce,
    to: transaction.to,
    data: transaction.data,
    gas,
    ...feesToSign(gasPrice, config.maxGasPriceWei),
  });
  const txHash = keccak256(serializedTransaction);
  await send(context, serializedTransaction, txHash);
  logger.info(`sent transaction ${txHash}`, { nonce, gasLimit: gas });
  const receipt = await waitForReceipt(client, { hash: txHash, timeoutMs: receiptTimeoutMs, signal }).catch((cause) => {
    throw unknownFate(txHash, cause);
  });
  if (receipt.status === "reverted") throw await revertOf(context, transaction, receipt, { gasLimit: gas, words });
  return {
    txHash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    effectiveGasPrice: receipt.effectiveGasPrice,
    l1FeeWei: BigInt((receipt as { readonly l1Fee?: bigint | Hex | null }).l1Fee ?? 0),
    outcome: outcomeOf(receipt, transaction),
  };
}

/** A second transaction would wait behind one that is stuck until it is of no use, and pay for that. */
async function freeNonce({ client }: Context, address: Address): Promise<number> {
  const [latest, pending] = await Promise.all([
    client.getTransactionCount({ address, blockTag: "latest" }),
    client.getTransactionCount({ address, blockTag: "pending" }),
  ]);
  if (pending <= latest) return latest;
  throw new RefusedError(`a transaction of ${address} is not mined yet, its nonce is ${latest}`, {
    code: "pending-transaction",
    hint: "wait for it or replace it",
    numbers: { latest, pending },
  });
}

/** What the node would give it now; 0 when it cannot say. */
async function estimateNow(
  { client, logger }: Context,
  { from, to, data }: TransactionRequest,
  words: readonly RevertWords[],
): Promise<bigint> {
  try {
    return await client.estimateGas({ account: from, to, data });
  } catch (error) {
    const failure = explainFailure(error);
    if (failure instanceof RevertError) throw refusedFor(revertReason(failure.data, words));
    logger.warn("the node does not estimate gas, the simulation's figure is used", {
      reason: describeReadError(error),
    });
    return 0n;
  }
}

/**
 * Sends it once. No answer, and the answer that the node has it already, are no refusal: the transaction may be on its way.
 * @throws RpcError when the node refuses it
 */
async function send({ client, logger }: Context, serializedTransaction: Hex, hash: Hex): Promise<void> {
  try {
    await client.sendRawTransaction({ serializedTransaction });
  } catch (error) {
    const failure = explainFailure(error);
    if (failure === null) throw error;
    if (isRefusal(error, failure) && !(await isKnown({ client }, hash, failure))) throw failure;
    logger.warn("the node did not confirm that it took the transaction", { txHash: hash, reason: failure.message });
  }
}

/** What nodes say of a transaction that they, or the chain, have already. */
const TAKEN = /already (known|imported|exists|in)|known transaction|alreadyknown/i;

/** Behind a balancer the node that is asked may not be the one that has it, so what was said counts first. */
async function isKnown({ client }: Pick<Context, "client">, hash: Hex, { message }: FliqError): Promise<boolean> {
  if (TAKEN.test(message)) return true;
  return client.getTransaction({ hash }).then(
    () => true,
    () => false,
  );
}

function unknownFate(txHash: Hex, cause: unknown): RpcError | InterruptedError {
  const options = { hint: "look it up before trying again: it may still be included", numbers: { txHash }, cause };
  if (cause instanceof InterruptedError) {
    return new InterruptedError(`interrupted, and it is not known what became of transaction ${txHash}`, options);
  }
  const message = `it is not known what became of transaction ${txHash}`;
  return new RpcError("timeout", message, { ...options, retryable: false });
}

/** The node itself, or the gateway before it, said no: it was not taken. */
function isRefusal(error: unknown, failure: FliqError): boolean {
  if (causeChain(error).some((cause) => cause instanceof RpcRequestError)) return true;
  return failure instanceof RpcError && ["unauthorized", "rate-limited", "too-large"].includes(failure.failure);
}
