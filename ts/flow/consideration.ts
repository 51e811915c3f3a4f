import type { Assessment } from "../protocols/assessment.ts";
import type { AssessedTarget } from "./assess/assessed-target.ts";
import type { GasPrice } from "./plan/gas.ts";
import type { PlanResult } from "./plan/planned-liquidation.ts";

/** A market and a position, which belong to the target's protocol. */
export type States = Pick<AssessedTarget, "market" | "position">;

/** One target that was looked at, and what came of it. */
export interface Considered {
  readonly assessment: Assessment;
  /** The states that the assessment rests on. */
  readonly states: States;
  readonly result: PlanResult;
}

/** Everything that was looked at for one request. */
export interface Consideration {
  readonly gasPrice: GasPrice;
  /** Only targets that have the assets asked for. */
  readonly targets: readonly Considered[];
}
