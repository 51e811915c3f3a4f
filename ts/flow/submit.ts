import {
  type Hex,
  keccak256,
  type PrivateKeyAccount,
  parseEventLogs,
  RpcRequestError,
  type TransactionReceipt,
} from "viem";
import type { Context } from "../core/context.ts";
import { type FliqError, RevertError, RpcError } from "../core/errors.ts";
import { causeChain, explainFailure } from "../core/explain.ts";
import type { Reason } from "../core/reason.ts";
import type { RevertWords } from "../core/revert-words.ts";
import { waitForReceipt } from "../core/wait-for-receipt.ts";
import { flashLiquidatorAbi } from "../generated/FlashLiquidator.ts";
import { runSimulation } from "../simulators/index.ts";
import type { TransactionRequest } from "../simulators/simulator.ts";
import { feesToSign, type GasPrice } from "./gas.ts";
import { refusedFor } from "./select.ts";
import type { OnChainOutcome } from "./types.ts";

/** submit: what the chain did with the transaction. */
export interface Submission {
  readonly txHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
  /** Wei per gas. */
  readonly effectiveGasPrice: bigint;
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

/** Positions and indices move until inclusion, and the chain holds back a 64th part at every call. */
const GAS_MARGIN_PERCENT = 140n;
/** EIP-7825. */
const GAS_LIMIT_OF_A_TRANSACTION = 16_777_216n;
const RECEIPT_TIMEOUT_MS = 120_000;

/**
 * Signs and sends the transaction that was simulated, byte for byte, and waits for it. The only stage that signs. Its hash
 * is known before it is sent, so that a lost answer loses nothing: whatever fails after that says the hash, and has it
 * as `numbers.txHash`.
 * @throws RefusedError when gas is above the limit, RevertError when it was mined and reverted, RpcError when the node
 * refuses it or its fate is unknown.
 */
export async function submit(
  context: Context,
  transaction: TransactionRequest,
  { signer, gasPrice, words, gasUsed, receiptTimeoutMs = RECEIPT_TIMEOUT_MS }: SubmitOptions,
): Promise<Submission> {
  const { client, config, logger } = context;
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const padded = (gasUsed * GAS_MARGIN_PERCENT) / 100n;
  const gas = padded < GAS_LIMIT_OF_A_TRANSACTION ? padded : GAS_LIMIT_OF_A_TRANSACTION;
  const [nonce, chainId] = await Promise.all([
    client.getTransactionCount({ address: signer.address, blockTag: "pending" }),
    client.getChainId(),
  ]);
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
  logger.info("sent", { txHash, nonce, gas });
  let receipt: TransactionReceipt;
  try {
    receipt = await waitForReceipt(client, { hash: txHash, timeoutMs: receiptTimeoutMs });
  } catch (cause) {
    throw new RpcError("timeout", `it is not known what became of transaction ${txHash}`, {
      retryable: false,
      hint: "look it up before trying again: it may still be included",
      numbers: { txHash },
      cause,
    });
  }
  if (receipt.status === "reverted") throw await revertOf(context, transaction, receipt, { gasLimit: gas, words });
  return {
    txHash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    effectiveGasPrice: receipt.effectiveGasPrice,
    outcome: outcomeOf(receipt, transaction),
  };
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
    const isKnown = await client.getTransaction({ hash }).then(
      () => true,
      () => false,
    );
    if (!isKnown && isRefusal(error, failure)) throw failure;
    logger.warn("the node did not confirm that it took the transaction", { txHash: hash, reason: failure.message });
  }
}

/** Why gas is too dear to send now; null when it is not. */
export function expensiveGas({ baseFee, priorityFee }: GasPrice, maxGasPriceWei: bigint): Reason | null {
  const price = baseFee + priorityFee;
  if (price <= maxGasPriceWei) return null;
  const message = `gas costs ${gwei(price)} gwei, the limit is ${gwei(maxGasPriceWei)}`;
  return { code: "gas-price", message, numbers: { price, maxGasPriceWei } };
}

/** @throws RefusedError when the price to pay now is above the limit. */
export function refuseExpensiveGas(gasPrice: GasPrice, maxGasPriceWei: bigint): void {
  const reason = expensiveGas(gasPrice, maxGasPriceWei);
  if (reason) throw refusedFor(reason);
}

function gwei(wei: bigint): string {
  return (Number(wei / 1_000_000n) / 1_000).toString();
}

/** The node itself, or the gateway before it, said no: it was not taken. */
function isRefusal(error: unknown, failure: FliqError): boolean {
  if (causeChain(error).some((cause) => cause instanceof RpcRequestError)) return true;
  return failure instanceof RpcError && ["unauthorized", "rate-limited", "too-large"].includes(failure.failure);
}

/** Asks again what the transaction did, on the state before its block. */
async function revertOf(
  context: Context,
  transaction: TransactionRequest,
  { transactionHash: txHash, blockNumber, gasUsed, effectiveGasPrice }: TransactionReceipt,
  { gasLimit, words }: { readonly gasLimit: bigint; readonly words: readonly RevertWords[] },
): Promise<RevertError> {
  const numbers = { txHash, blockNumber, gasUsed, gasCostWei: gasUsed * effectiveGasPrice };
  const because = ({ code, message }: Reason) =>
    new RevertError(`transaction ${txHash} was mined and reverted: ${message}`, { code, numbers });
  const block = await context.client.getBlock({ blockNumber });
  const { result } = await runSimulation(context, {
    transaction,
    blockNumber: blockNumber - 1n,
    timestamp: block.timestamp,
    stateOverride: [],
    words,
  });
  if (!result.ok) return because(result.reason);
  // each call keeps a 64th part back, so a transaction that ran out of gas has some left
  if (gasUsed * 10n >= gasLimit * 9n) {
    return because({ code: "out-of-gas", message: `it used up its gas limit of ${gasLimit}` });
  }
  const message = "its cause cannot be reproduced: another transaction of the block came first";
  return because({ code: "reverted", message });
}

/** The outcome that the liquidator itself recorded. */
export function outcomeOf(
  receipt: Pick<TransactionReceipt, "logs" | "transactionHash">,
  { to }: TransactionRequest,
): OnChainOutcome {
  const events = parseEventLogs({ abi: flashLiquidatorAbi, eventName: "Liquidated", logs: receipt.logs });
  const event = events.find(({ address }) => address.toLowerCase() === to.toLowerCase());
  if (!event) {
    throw new RpcError("node-error", `the receipt of ${receipt.transactionHash} has no Liquidated event`, {
      retryable: false,
    });
  }
  return event.args.outcome;
}
