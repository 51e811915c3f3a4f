import type { Reason } from "../../core/errors/reason.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import { saleRequest } from "./candidate.ts";
import type { Evaluation } from "./evaluate.ts";
import type { PlannedLiquidation, PlanResult } from "./planned-liquidation.ts";

/** What could not be asked about candidates, each failure once. Pure, as all of this file. */
export function unaskedOf(evaluations: readonly Evaluation[]): Reason[] {
  const routes = new Set<string>();
  const failed = new Map<string, { readonly reason: Reason; readonly routes: Set<string> }>();
  for (const one of evaluations) {
    const path = saleRequest(one.candidate)?.route.path;
    if (path !== undefined) routes.add(path);
    if (one.ok || !isUnasked(one.reason)) continue;
    const known = failed.get(one.reason.message) ?? { reason: one.reason, routes: new Set() };
    if (path !== undefined) known.routes.add(path);
    failed.set(one.reason.message, known);
  }
  return [...failed.values()].map(({ reason, routes: unquoted }) => {
    if (reason.code !== "quote-failed") return reason;
    const numbers = { routes: unquoted.size, of: routes.size };
    return { ...reason, message: `of ${numbers.of} routes ${numbers.routes}: ${reason.message}`, numbers };
  });
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
