import type { TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { RevertError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { RevertWords } from "../../core/errors/revert-words.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { runSimulation } from "../../simulators/index.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { costOf } from "./inclusion-of.ts";

/** Why a mined transaction reverted: asks again what it did, on the state before its block. */
export async function revertOf(
  context: Context,
  transaction: TransactionRequest,
  receipt: TransactionReceipt,
  { gasLimit, words }: { readonly gasLimit: bigint; readonly words: readonly RevertWords[] },
): Promise<RevertError> {
  const { transactionHash: txHash, blockNumber, gasUsed } = receipt;
  const numbers = { txHash, blockNumber, gasUsed, gasCostWei: costOf(receipt) };
  const because = ({ code, message }: Reason) =>
    new RevertError(`transaction ${txHash} was mined and reverted: ${message}`, { code, numbers });
  try {
    const block = await context.client.getBlock({ blockNumber });
    const { result } = await runSimulation(context, {
      transaction,
      blockNumber: blockNumber - 1n,
      timestamp: block.timestamp,
      stateOverride: [],
      words,
    });
    if (!result.ok) return because(result.reason);
  } catch (error) {
    return because({ code: "reverted", message: `its cause could not be asked: ${describeReadError(error)}` });
  }
  // each call keeps a 64th part back, so a transaction that ran out of gas has some left
  if (gasUsed * 10n >= gasLimit * 9n) {
    return because({ code: "out-of-gas", message: `it used up its gas limit of ${gasLimit}` });
  }
  const message = "its cause cannot be reproduced: another transaction of the block came first";
  return because({ code: "reverted", message });
}
