import type { Address } from "viem";

/** The caller's limits, as numbers. */
export interface PlanLimits {
  /** Profit less tip and gas, USD with 8 decimals. */
  readonly minProfitUsd: bigint;
  /** Largest share of what is left after the tip that gas may cost, basis points; 10000: no such limit. */
  readonly maxGasShareBps: number;
  readonly maxSlippageBps: number;
  /** How much less than planned may be left when it is mined, basis points of what is repaid. */
  readonly priceToleranceBps: number;
  readonly tipBps: number;
  readonly tipRecipient: Address;
  /** Seconds after the block's timestamp until which the transaction is valid. */
  readonly deadlineSeconds: bigint;
}
