import { type Hex, type PrivateKeyAccount, parseEventLogs, type TransactionReceipt } from "viem";
import type { Context } from "../core/context.ts";
import { RefusedError, RevertError, RpcError } from "../core/errors.ts";
import { aaveV3LiquidatorAbi } from "../generated/AaveV3Liquidator.ts";
import { runSimulation } from "../simulators/index.ts";
import { feesToSign, type GasPrice } from "./gas.ts";
import type { OnChainOutcome, TransactionRequest } from "./types.ts";

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
  /** Gas that the simulation used. */
  readonly gasUsed: bigint;
}

/** Positions and indices move until inclusion, and the chain holds back a 64th part at every call. */
const GAS_MARGIN_PERCENT = 140n;
/** EIP-7825. */
const GAS_LIMIT_OF_A_TRANSACTION = 16_777_216n;
const RECEIPT_TIMEOUT_MS = 120_000;

/**
 * Signs and sends the transaction that was simulated, byte for byte, and waits for it. The only stage that signs.
 * @throws RefusedError when gas is above the limit, RevertError when it was mined and reverted, RpcError when its fate is
 * unknown; the message then has the hash.
 */
export async function submit(
  context: Context,
  transaction: TransactionRequest,
  { signer, gasPrice, gasUsed }: SubmitOptions,
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
  const txHash = await client.sendRawTransaction({ serializedTransaction });
  logger.info("sent", { txHash, nonce, gas });
  let receipt: TransactionReceipt;
  try {
    receipt = await client.waitForTransactionReceipt({
      hash: txHash,
      timeout: RECEIPT_TIMEOUT_MS,
      pollingInterval: 250,
    });
  } catch (cause) {
    throw new RpcError("timeout", `it is not known what became of transaction ${txHash}`, {
      retryable: false,
      hint: "look it up before trying again: it may still be included",
      cause,
    });
  }
  if (receipt.status === "reverted") throw await revertOf(context, transaction, receipt);
  return {
    txHash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    effectiveGasPrice: receipt.effectiveGasPrice,
    outcome: outcomeOf(receipt, transaction),
  };
}

/** @throws RefusedError when the price to pay now is above the limit. */
export function refuseExpensiveGas({ baseFee, priorityFee }: GasPrice, maxGasPriceWei: bigint): void {
  const price = baseFee + priorityFee;
  if (price <= maxGasPriceWei) return;
  throw new RefusedError(`gas costs ${gwei(price)} gwei, the limit is ${gwei(maxGasPriceWei)}`, {
    code: "gas-price",
    hint: "wait, or raise --max-gas-gwei",
    numbers: { price, maxGasPriceWei },
  });
}

function gwei(wei: bigint): string {
  return (Number(wei / 1_000_000n) / 1_000).toString();
}

/** Asks again what the transaction did, on the state before its block. */
async function revertOf(
  context: Context,
  transaction: TransactionRequest,
  { transactionHash, blockNumber }: TransactionReceipt,
): Promise<RevertError> {
  const block = await context.client.getBlock({ blockNumber });
  const { result } = await runSimulation(context, {
    transaction,
    blockNumber: blockNumber - 1n,
    timestamp: block.timestamp,
    stateOverride: [],
  });
  const why = result.ok
    ? "its cause cannot be reproduced: another transaction of the block came first"
    : result.reason.message;
  return new RevertError(`transaction ${transactionHash} was mined and reverted: ${why}`, {
    ...(!result.ok && { code: result.reason.code }),
  });
}

/** The outcome that the liquidator itself recorded. */
export function outcomeOf(
  receipt: Pick<TransactionReceipt, "logs" | "transactionHash">,
  { to }: TransactionRequest,
): OnChainOutcome {
  const events = parseEventLogs({ abi: aaveV3LiquidatorAbi, eventName: "Liquidated", logs: receipt.logs });
  const event = events.find(({ address }) => address.toLowerCase() === to.toLowerCase());
  if (!event) {
    throw new RpcError("node-error", `the receipt of ${receipt.transactionHash} has no Liquidated event`, {
      retryable: false,
    });
  }
  return event.args.outcome;
}
