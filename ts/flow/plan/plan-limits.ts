import type { Address } from "viem";
import type { RouteName, VenueName } from "../../core/names/names.ts";

/** Lower-case addresses and market ids. A list of what is allowed that is empty allows everything; what is denied stays so. */
export interface AssetLists {
  readonly allowCollaterals: readonly string[];
  readonly denyCollaterals: readonly string[];
  readonly allowDebts: readonly string[];
  readonly denyDebts: readonly string[];
  readonly allowMarkets: readonly string[];
  readonly denyMarkets: readonly string[];
}

/** The caller's limits, as numbers. */
export interface PlanLimits extends Partial<AssetLists> {
  /** Profit less tip and gas, USD with 8 decimals. */
  readonly minProfitUsd: bigint;
  /** Largest share of what is left after the tip that gas may cost, basis points; 10000: no such limit. */
  readonly maxGasShareBps: number;
  /** What must be left after sale and tip, basis points of what the collateral is worth above what is owed, by the oracle. */
  readonly minBonusShareBps: number;
  /** How much less than planned may be left when it is mined, basis points of what is repaid. */
  readonly priceToleranceBps: number;
  /** What every pool of a route must hold at least of the token that it pays out, USD with 8 decimals; 0: no such limit. */
  readonly minPoolDepthUsd: bigint;
  /** Where is sold; none, or absent: everywhere. */
  readonly venue?: readonly VenueName[];
  /** Absent: `auto`. */
  readonly route?: RouteName;
  readonly tipBps: number;
  readonly tipRecipient: Address;
  /** Seconds after the block's timestamp until which the transaction is valid. */
  readonly deadlineSeconds: bigint;
}
