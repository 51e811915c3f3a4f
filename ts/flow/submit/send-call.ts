import type { Address, Hex, PrivateKeyAccount, TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError, RevertError } from "../../core/errors/errors.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, paddedGas, readGasPrice } from "../plan/gas.ts";
import { freeNonce } from "./free-nonce.ts";
import { include } from "./include.ts";
import { seenNow } from "./seen-now.ts";

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
 * Has a call included that is no liquidation, at what gas costs now. For the book's chain and no other.
 * @throws RefusedError when gas is above the limit or an earlier transaction is pending; RevertError when it was mined and
 * reverted; what {@link include} throws.
 */
export async function sendCall(
  context: Context,
  signer: PrivateKeyAccount,
  { setter, to, data, gas }: Call,
): Promise<TransactionReceipt> {
  const { client, config, book, signal } = context;
  if (signal.aborted) throw new InterruptedError();
  const gasPrice = await readGasPrice(context, await client.getBlockNumber({ cacheTime: 0 }));
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const built = {
    type: "eip1559",
    chainId: book.chainId,
    nonce: await freeNonce(context, signer.address),
    to,
    data,
    gas: paddedGas(gas),
    ...feesToSign(gasPrice, config.maxGasPriceWei),
  } as const;
  const seen = await seenNow(context);
  const { nativePriceUsd } = gasPrice;
  const entry = { purpose: "call", legs: [], nativePriceUsd, seen, replaces: null } as const;
  const now = () => new Date();
  const receipt = await include(context, built, { signer, told: { call: setter }, entry, now });
  if (receipt.status === "success") return receipt;
  const { transactionHash: txHash } = receipt;
  throw new RevertError(`transaction ${txHash} was mined and reverted`, {
    hint: "look at what the owner or the contract has become: fliq allow",
    numbers: { txHash },
  });
}
