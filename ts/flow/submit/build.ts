import type { Address, TransactionSerializableEIP1559 } from "viem";
import type { Context } from "../../core/context.ts";
import { RevertError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { max, min } from "../../core/math/math.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, paddedGas } from "../plan/gas.ts";
import { refusedFor } from "../refused-for.ts";
import { freeNonce } from "./free-nonce.ts";

export interface BuildOptions {
  readonly gasPrice: GasPrice;
  /** Errors of the contracts that the transaction calls. */
  readonly words: readonly RevertWords[];
  /** Gas that the simulation used. */
  readonly gasUsed: bigint;
  /** Gas that it must be given whatever it used, as a batch whose legs have limits; absent: none. */
  readonly leastGas?: bigint;
}

/** Everything that is signed, and nothing else. */
export type BuiltTransaction = Pick<
  Required<TransactionSerializableEIP1559>,
  "type" | "chainId" | "nonce" | "data" | "gas" | "maxFeePerGas" | "maxPriorityFeePerGas"
> & { readonly to: Address };

/** EIP-7825. */
export const GAS_LIMIT_OF_A_TRANSACTION = 16_777_216n;

/**
 * What the simulated transaction needs to be signed: nonce, gas limit and fees. Its chain is the one that the endpoint was
 * checked for when it was connected, whatever the endpoint says of itself since.
 * @throws RefusedError when gas is above the limit, an earlier transaction is pending or the transaction would revert now;
 * RpcError when the nonce cannot be asked.
 */
export async function build(
  context: Context,
  transaction: TransactionRequest,
  { gasPrice, words, gasUsed, leastGas = 0n }: BuildOptions,
): Promise<BuiltTransaction> {
  const { book, config } = context;
  refuseExpensiveGas(gasPrice, config.maxGasPriceWei);
  const [nonce, estimated] = await Promise.all([
    freeNonce(context, transaction.from),
    estimateNow(context, transaction, words),
  ]);
  return {
    type: "eip1559",
    chainId: book.chainId,
    nonce,
    to: transaction.to,
    data: transaction.data,
    // rollups charge gas for publishing, which a simulation need not know
    gas: min(max(max(paddedGas(gasUsed), estimated), leastGas), GAS_LIMIT_OF_A_TRANSACTION),
    ...feesToSign(gasPrice, config.maxGasPriceWei),
  };
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
