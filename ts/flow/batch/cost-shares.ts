import type { Hex, TransactionReceipt } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { inclusionOf } from "../submit/inclusion-of.ts";
import { shareInclusion } from "./share-inclusion.ts";

/** A leg's part of what its transaction cost. */
export interface CostShare {
  readonly txHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
  /** Everything that the network charged. */
  readonly gasCostWei: bigint;
}

/**
 * What each leg of a mined transaction has cost; the parts add up.
 * @param alone gas of each leg in a transaction of its own; not all zero
 */
export function costShares(receipt: TransactionReceipt, alone: readonly bigint[]): CostShare[] {
  return shareInclusion(inclusionOf(receipt), alone).map(
    ({ txHash, blockNumber, gasUsed, effectiveGasPrice, l1FeeWei }) => ({
      txHash,
      blockNumber,
      gasUsed,
      gasCostWei: gasUsed * effectiveGasPrice + l1FeeWei,
    }),
  );
}

/** A leg that failed has cost its share all the same. */
export function failedLeg(reason: Reason, { txHash, blockNumber, gasUsed, gasCostWei }: CostShare): Reason {
  const { code, message, numbers } = reason;
  return { code, message, numbers: { ...numbers, txHash, blockNumber, gasUsed, gasCostWei } };
}
