import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { min } from "../../core/math/math.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { PlanOptions } from "./plan-options.ts";
import { fundingsOf, type Ways } from "./ways.ts";
import { whyNoCandidate } from "./why-no-candidate.ts";

/** Why not even one size of one action could be paid for. Where one source alone was asked it says itself what it lacks. */
export async function explainNoCandidate(
  context: Context,
  ways: readonly Ways[],
  options: PlanOptions,
  blockNumber: bigint,
): Promise<Reason> {
  const reason = whyNoCandidate(ways, options);
  const [way] = ways;
  const [name, ...others] = new Set(ways.flatMap(({ action }) => fundingsOf(action, options)));
  const whyNot = name === undefined || others.length > 0 ? undefined : FUNDINGS[name].whyNot;
  if (reason.code !== "no-funding" || way === undefined || whyNot === undefined) return reason;
  const { caller, liquidator } = options;
  const [most, ...smaller] = way.first.quotes.map(({ funding }) => funding);
  if (most === undefined) return reason;
  const request = { debt: way.action.pays.token, caller, liquidator, blockNumber };
  return whyNot(context, request, smaller.reduce(min, most));
}
