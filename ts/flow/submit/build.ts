import type { Context } from "../../core/context.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { max, min } from "../../core/math/math.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import { feesToSign, type GasPrice, paddedGas } from "../plan/gas.ts";
import type { BuiltTransaction } from "./built-transaction.ts";
import { type Checks, checkNow } from "./check-now.ts";
import type { Entry } from "./journal.ts";

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
  /** If they were asked for beside the simulation. */
  readonly checks?: Promise<Checks>;
}

/** EIP-7825. */
export const GAS_LIMIT_OF_A_TRANSACTION = 16_777_216n;

/**
 * What the simulated transaction needs to be signed: nonce, gas limit and fees; and the newest block. Its chain is the one that the endpoint was
 * checked for when it was connected, whatever the endpoint says of itself since.
 * @throws RefusedError when gas is above the limit, an earlier transaction is pending, the transaction would revert now or the
 * node does not say whether it would; RpcError when the nonce cannot be asked; InterruptedError.
 */
export async function build(
  context: Context,
  transaction: TransactionRequest,
  { gasPrice, maxGasPriceWei, words, gasUsed, leastGas = 0n, checks }: BuildOptions,
): Promise<{ readonly built: BuiltTransaction; readonly seen: Entry["seen"] }> {
  const { book } = context;
  refuseExpensiveGas(gasPrice, maxGasPriceWei);
  const { nonce, estimated, seen } = await (checks ?? checkNow(context, transaction, words));
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
