import type { Hex } from "viem";
import type { OnChainOutcome } from "../simulate/simulation.ts";

/** submit: what the chain did with the transaction. */
export interface Submission {
  readonly txHash: Hex;
  readonly blockNumber: bigint;
  readonly gasUsed: bigint;
  /** Wei per gas. */
  readonly effectiveGasPrice: bigint;
  /** Wei that the chain charged for publishing the transaction on its parent chain; 0 where it states none. */
  readonly l1FeeWei: bigint;
  readonly outcome: OnChainOutcome;
}
