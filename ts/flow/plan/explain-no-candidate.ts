import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { QuoteOf } from "./search/accepted-sizes.ts";
import { isLender, mostTogether } from "./search/combined-offers.ts";
import type { SearchedWays } from "./search/search-ways.ts";
import { fundingsOf } from "./ways.ts";
import { whyNoCandidate } from "./why-no-candidate.ts";

/** What is said to be needed where any size would do: a small share of the most, basis points. */
const SMALL_BPS = 300n;

/**
 * Why not even one size of one action could be paid for. Where one source alone was asked it says itself what it lacks; of lenders that
 * have too little for the size that is wanted it is told how much they have together.
 */
export async function explainNoCandidate(
  context: Context,
  searched: readonly SearchedWays[],
  options: PlanOptions,
  { blockNumber, quoteOf }: { readonly blockNumber: bigint; readonly quoteOf: QuoteOf },
): Promise<Reason> {
  const reason = whyNoCandidate(searched, options);
  const [first] = searched;
  const [name, ...others] = new Set(searched.flatMap(({ ways }) => fundingsOf(ways.action, options)));
  if (reason.code !== "no-funding" || first === undefined) return reason;
  const whyNot = name === undefined || others.length > 0 ? undefined : FUNDINGS[name].whyNot;
  if (whyNot === undefined) return tooLittle(searched, options, quoteOf) ?? reason;
  const { caller, liquidator, repay } = options;
  const { action } = first.ways;
  const small = quoteOf(action, repay ?? (action.pays.most * SMALL_BPS) / 10_000n);
  if (!small.ok) return reason;
  return whyNot(context, { debt: action.pays.token, caller, liquidator, blockNumber }, small.quote.funding);
}

/** Of the action that lacks least: what is needed, and what the lenders have of it; null where nobody lends any of it. */
function tooLittle(
  searched: readonly SearchedWays[],
  { repay }: Pick<PlanOptions, "repay">,
  quoteOf: QuoteOf,
): Reason | null {
  if (repay === undefined) return null;
  const lacking = searched.flatMap(({ ways: { action, offers } }) => {
    const [result, has] = [quoteOf(action, repay), mostTogether(offers.filter(isLender))];
    return result.ok && has > 0n ? [{ token: action.pays.token, needed: result.quote.funding, has }] : [];
  });
  const [least] = lacking.toSorted((a, b) => (a.needed - a.has < b.needed - b.has ? -1 : 1));
  if (least === undefined) return null;
  const { token, needed, has } = least;
  const [asked, lent] = [needed, has].map((units) => `${formatDecimal(units, token.decimals)} ${token.symbol}`);
  const message = `no lender has the ${asked} that are needed, and as many as may lend one debt together have ${lent}`;
  return { code: "no-funding", message, numbers: { needed, has } };
}
