import type { Hex, TransactionReceipt } from "viem";
import type { Submission } from "./submission.ts";

/** What a mined transaction cost, and where it is. */
export function inclusionOf(receipt: TransactionReceipt): Omit<Submission, "outcome"> {
  return {
    txHash: receipt.transactionHash,
    blockNumber: receipt.blockNumber,
    gasUsed: receipt.gasUsed,
    effectiveGasPrice: receipt.effectiveGasPrice,
    l1FeeWei: l1FeeOf(receipt),
  };
}

/** Everything that the network charged, wei. */
export function costOf(receipt: TransactionReceipt): bigint {
  return receipt.gasUsed * receipt.effectiveGasPrice + l1FeeOf(receipt);
}

/** Only some chains charge for publishing on another one; where none is stated none is counted. */
function l1FeeOf(receipt: TransactionReceipt): bigint {
  const { l1Fee } = receipt as { readonly l1Fee?: bigint | Hex | null };
  return l1Fee === undefined || l1Fee === null || l1Fee === "0x" ? 0n : BigInt(l1Fee);
}
