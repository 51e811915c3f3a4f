import type { Assessment } from "../protocols/assessment.ts";
import type { GasPrice } from "./plan/gas.ts";
import type { PlanResult } from "./plan/planned-liquidation.ts";

/** One target that was looked at, and what came of it. */
export interface Considered {
  readonly assessment: Assessment;
  readonly result: PlanResult;
}

/** Everything that was looked at for one request. */
export interface Consideration {
  readonly gasPrice: GasPrice;
  /** Only targets that have the assets asked for. */
  readonly targets: readonly Considered[];
}
