import type { Context } from "../../core/context.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import type { Proposal } from "../propose.ts";
import { afterPlan } from "./after-plan.ts";

/**
 * Whether something can still be done with the account once the plan was carried out, worth it or not; null when that cannot be
 * computed. Pure.
 */
export function canAgain(
  context: Pick<Context, "config">,
  { assessment, states }: Pick<Proposal, "assessment" | "states">,
  plan: PlannedLiquidation,
): boolean | null {
  const left = states === undefined ? null : afterPlan(context, { assessment, states }, plan);
  return left && left.assessment.actions.length > 0;
}
