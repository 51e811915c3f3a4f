import {
  type Address,
  type Hex,
  keccak256,
  type PrivateKeyAccount,
  RpcRequestError,
  type TransactionReceipt,
} from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError, RefusedError, RevertError, RpcError } from "../../core/errors/errors.ts";
import { causeChain, explainFailure } from "../../core/errors/explain.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, paddedGas, readGasPrice } from "../plan/gas.ts";

/** One call of an account. */
export interface Call {
  /** Its function, for the log. */
  readonly setter: string;
  readonly to: Address;
  readonly data: Hex;
  /** Gas that the node estimates. */
  readonly gas: bigint;
}

/**
 * Signs a call for the book's chain and no other, sends it once and waits for it. Its hash is known before, so that a lost
 * answer loses nothing: whatever fails after that says the hash and has it as `numbers.txHash`.
 * @throws RefusedError when gas is above the limit or an earlier transaction is pending; RevertError when it was mined and
 * reverted; RpcError when the node refuses it or its fate is unknown; InterruptedError.
 */
export async function sendCall(
  context: Context,
  signer: PrivateKeyAccount,
  { setter, to, data, gas }: Call,
): Promise<TransactionReceipt> {
  const { client, config, book, logger, signal } = context;
  if (signal.aborted) throw new InterruptedError();
  const gasPrice = await readGasPrice(context, await client.getBlockNumber({ cacheTime: 0 }));
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const nonce = await freeNonce(context, signer.address);
  const serializedTransaction = await signer.signTransaction({
    type: "eip1559",
    chainId: book.chainId,
    nonce,
    to,
    data,
    gas: paddedGas(gas),
    ...feesToSign(gasPrice, config.maxGasPriceWei),
  });
  const hash = keccak256(serializedTransaction);
  await client.sendRawTransaction({ serializedTransaction }).catch((error: unknown) => {
    const failure = explainFailure(error);
    if (failure === null) throw error;
    if (isRefusal(error, failure)) throw failure;
    logger.warn("the node did not confirm that it took the transaction", { txHash: hash, reason: failure.message });
  });
  logger.info(`sent transaction ${hash}`, { nonce, call: setter });
  const receipt = await waitForReceipt(client, { hash, signal }).catch((cause: unknown) => {
    const options = {
      hint: "look it up before trying again: it may still be included",
      numbers: { txHash: hash },
      cause,
    };
    if (cause instanceof InterruptedError) {
      throw new InterruptedError(`interrupted, and it is not known what became of transaction ${hash}`, options);
    }
    const message = `it is not known what became of transaction ${hash}`;
    throw new RpcError("timeout", message, { ...options, retryable: false });
  });
  if (receipt.status === "success") return receipt;
  throw new RevertError(`transaction ${hash} was mined and reverted`, {
    hint: "look at what the owner or the contract has become: fliq allow",
    numbers: { txHash: hash },
  });
}

/** A second transaction would wait behind one that is stuck. */
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

/**
 * Whether the node itself, or the gateway before it, said no. That it has the transaction already is no refusal, and no
 * answer is none: it may be on its way.
 */
function isRefusal(error: unknown, failure: FliqError): boolean {
  if (/already (known|imported|exists|in)|known transaction|alreadyknown/i.test(failure.message)) return false;
  if (causeChain(error).some((cause) => cause instanceof RpcRequestError)) return true;
  return failure instanceof RpcError && ["unauthorized", "rate-limited", "too-large"].includes(failure.failure);
}
