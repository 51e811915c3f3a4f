import type { Reason } from "../../core/errors/reason.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import type { Evaluation } from "./evaluate.ts";
import type { PlannedLiquidation, PlanResult } from "./planned-liquidation.ts";

/** What could not be asked about candidates, each failure once. Pure, as all of this file. */
export function unaskedOf(evaluations: readonly Evaluation[]): Reason[] {
  const reasons = evaluations.flatMap((one) => (!one.ok && isUnasked(one.reason) ? [one.reason] : []));
  return [...new Map(reasons.map((reason) => [reason.message, reason])).values()];
}

/**
 * A plan says what could not be asked. Where there is none, that is the reason: what was not asked may have been the way.
 */
export function sayUnasked(result: PlanResult, reasons: readonly Reason[]): PlanResult {
  const own = !result.ok && reasons.length === 0 && isUnasked(result.reason) ? [result.reason] : reasons;
  const unasked = [...new Map(own.map((reason) => [reason.message, reason])).values()];
  const [first, ...others] = unasked;
  if (first === undefined) return result;
  const saying = (plan: PlannedLiquidation): PlannedLiquidation => ({ ...plan, unasked });
  if (result.ok) return { ok: true, plan: saying(result.plan), alternatives: result.alternatives.map(saying) };
  const { reason, best } = result;
  const more = others.length === 0 ? "" : ` (and ${others.length} more)`;
  const known = isUnasked(reason) ? "" : `; of what could be asked: ${reason.message}`;
  return {
    ok: false,
    reason: { ...first, message: `it is not known whether there is a way: ${first.message}${more}${known}` },
    best: best && saying(best),
  };
}
