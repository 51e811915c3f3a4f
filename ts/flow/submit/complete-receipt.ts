import type { TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { RpcError } from "../../core/errors/errors.ts";
import { min } from "../../core/math/math.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";

/** What was signed of a transaction's fees, wei per gas. */
export interface SignedFees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** A receipt as some nodes give it. */
type Given = Omit<TransactionReceipt, "effectiveGasPrice" | "status"> & {
  readonly effectiveGasPrice: bigint | null | undefined;
  readonly status: TransactionReceipt["status"] | null | undefined;
};

/**
 * A receipt with everything that is counted. Old nodes and some chains leave out what the gas cost: it follows from the base
 * fee of the block and the fees that were signed (EIP-1559); where the block cannot be asked, it is the most that can have
 * been paid, so that no profit is shown too large.
 * @throws RpcError when it does not say whether the transaction succeeded
 */
export async function completeReceipt(
  { client, logger }: Pick<Context, "client" | "logger">,
  receipt: TransactionReceipt,
  { maxFeePerGas, maxPriorityFeePerGas }: SignedFees,
): Promise<TransactionReceipt> {
  const { status, effectiveGasPrice, ...rest }: Given = receipt;
  const { transactionHash: txHash, blockNumber } = receipt;
  if (typeof receipt.gasUsed !== "bigint" || (status !== "success" && status !== "reverted")) {
    const message = `the receipt of ${txHash} does not say whether it succeeded, or what it used`;
    throw new RpcError("node-error", message, { retryable: false, numbers: { txHash } });
  }
  if (typeof effectiveGasPrice === "bigint") return receipt;
  const baseFee = await client.getBlock({ blockNumber }).then(
    ({ baseFeePerGas }) => baseFeePerGas,
    (error: unknown) => {
      logger.warn("the receipt does not say what gas cost, the most is counted", { reason: describeReadError(error) });
      return null;
    },
  );
  const paid = baseFee === null ? maxFeePerGas : min(maxFeePerGas, baseFee + maxPriorityFeePerGas);
  return { ...rest, status, effectiveGasPrice: paid };
}
