import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { QuoteOf } from "./accepted-sizes.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { SearchedWays } from "./search-ways.ts";
import { fundingsOf } from "./ways.ts";
import { whyNoCandidate } from "./why-no-candidate.ts";

/** What is said to be needed where any size would do: a small share of the most, basis points. */
const SMALL_BPS = 300n;

/** Why not even one size of one action could be paid for. Where one source alone was asked it says itself what it lacks. */
export async function explainNoCandidate(
  context: Context,
  searched: readonly SearchedWays[],
  options: PlanOptions,
  { blockNumber, quoteOf }: { readonly blockNumber: bigint; readonly quoteOf: QuoteOf },
): Promise<Reason> {
  const reason = whyNoCandidate(searched, options);
  const [first] = searched;
  const [name, ...others] = new Set(searched.flatMap(({ ways }) => fundingsOf(ways.action, options)));
  const whyNot = name === undefined || others.length > 0 ? undefined : FUNDINGS[name].whyNot;
  if (reason.code !== "no-funding" || first === undefined || whyNot === undefined) return reason;
  const { caller, liquidator, repay } = options;
  const { action } = first.ways;
  const small = quoteOf(action, repay ?? (action.pays.most * SMALL_BPS) / 10_000n);
  if (!small.ok) return reason;
  return whyNot(context, { debt: action.pays.token, caller, liquidator, blockNumber }, small.quote.funding);
}
