import type { Address } from "viem";
import type { Assessment } from "../../protocols/assessment.ts";
import type { GasPrice } from "./gas.ts";
import type { PlanLimits } from "./plan-limits.ts";

/** What candidates are judged by. */
export interface PlanInput {
  readonly assessment: Pick<Assessment, "target" | "measure" | "timestamp">;
  readonly gasPrice: GasPrice;
  readonly limits: PlanLimits;
  /** Debt assets, lower case, whose USD price could not be read. */
  readonly unreadPrices: ReadonlySet<string>;
  /** The only token that a block's producer can be tipped in. */
  readonly wrappedNative: Address;
}
