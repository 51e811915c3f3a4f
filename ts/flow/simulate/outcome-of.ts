import { parseEventLogs, type TransactionReceipt } from "viem";
import { RpcError } from "../../core/errors/errors.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import type { OnChainOutcome } from "./simulation.ts";

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
      numbers: { txHash: receipt.transactionHash },
    });
  }
  return event.args.outcome;
}
