import type { Address, TransactionSerializableEIP1559 } from "viem";
import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError, RefusedError, RevertError, RpcError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { max, min } from "../../core/math/math.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, paddedGas } from "../plan/gas.ts";
import { refusedFor } from "../refused-for.ts";
import { freeNonce } from "./free-nonce.ts";
import type { Entry } from "./journal.ts";
import { seenNow } from "./seen-now.ts";

export interface BuildOptions {
  readonly gasPrice: GasPrice;
  /** Highest price to pay, wei per gas. */
  readonly maxGasPriceWei: bigint;
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
/** What a transaction that does nothing takes (yellow paper, appendix G). */
const LEAST_GAS_OF_A_TRANSACTION = 21_000n;

/**
 * What the simulated transaction needs to be signed: nonce, gas limit and fees; and the newest block. Its chain is the one that the endpoint was
 * checked for when it was connected, whatever the endpoint says of itself since.
 * @throws RefusedError when gas is above the limit, an earlier transaction is pending, the transaction would revert now or the
 * node does not say whether it would; RpcError when the nonce cannot be asked; InterruptedError.
 */
export async function build(
  context: Context,
  transaction: TransactionRequest,
  { gasPrice, maxGasPriceWei, words, gasUsed, leastGas = 0n }: BuildOptions,
): Promise<{ readonly built: BuiltTransaction; readonly seen: Entry["seen"] }> {
  const { book } = context;
  refuseExpensiveGas(gasPrice, maxGasPriceWei);
  const [nonce, estimated, seen] = await Promise.all([
    freeNonce(context, transaction.from),
    estimateNow(context, transaction, words),
    seenNow(context),
  ]);
  const built: BuiltTransaction = {
    type: "eip1559",
    chainId: book.chainId,
    nonce,
    to: transaction.to,
    data: transaction.data,
    // rollups charge gas for publishing, which a simulation need not know
    gas: min(max(max(paddedGas(gasUsed), estimated), leastGas), GAS_LIMIT_OF_A_TRANSACTION),
    ...feesToSign(gasPrice, maxGasPriceWei),
  };
  return { built, seen };
}

/**
 * What the node would give it now. The last check before it is signed: only a node that lacks the method leaves it to the
 * simulation, with 0; whatever else is no estimate is no leave to send.
 */
async function estimateNow(
  { client, logger }: Context,
  { from, to, data }: TransactionRequest,
  words: readonly RevertWords[],
): Promise<bigint> {
  const estimated = await client.estimateGas({ account: from, to, data }).catch((error: unknown) => {
    const failure = explainFailure(error);
    if (failure === null || failure instanceof InterruptedError) throw failure ?? error;
    if (failure instanceof RevertError) throw refusedFor(revertReason(failure.data, words, to));
    if (!(failure instanceof RpcError) || failure.failure !== "unsupported-method") throw unchecked(failure);
    logger.warn("the node does not estimate gas, the simulation's figure is used", { reason: failure.message });
    return null;
  });
  if (estimated === null) return 0n;
  if (estimated >= LEAST_GAS_OF_A_TRANSACTION) return estimated;
  throw unchecked(
    new RpcError("node-error", `the node estimates ${estimated} gas, which no transaction can do with`, {
      retryable: false,
    }),
  );
}

function unchecked(cause: FliqError): RefusedError {
  return new RefusedError(`it is not known whether the transaction would succeed now: ${cause.message}`, {
    code: "not-estimated",
    hint: "nothing was sent: try again, or use another endpoint",
    cause,
  });
}
