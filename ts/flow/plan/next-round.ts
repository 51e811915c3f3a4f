import type { SeizeQuote } from "../../protocols/action.ts";
import { type Candidate, fits, type QuotedCandidate, wayKey } from "./candidate.ts";
import { choosePlan } from "./choose-plan.ts";
import type { Evaluation } from "./evaluate.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { PlanResult } from "./planned-liquidation.ts";
import { type QuoteOf, withinOffer } from "./sizes.ts";
import type { Ways } from "./ways.ts";

/** Refusals that a smaller size may not meet. */
const TOO_LARGE = new Set(["slippage", "sale-short", "too-little-liquidity", "swap-reverted"]);
/** Sizes between the neighbours of a size that was tried, basis points of the way from the lower to the higher one. */
const BETWEEN_BPS = Array.from({ length: 15 }, (_, index) => (10_000n * BigInt(index + 1)) / 16n);
/** Ways besides the best one that are looked at more closely: at its best size one of them may overtake it. */
const RUNNERS_UP = 2;

/** The first sizes by every source and route. Pure, as all of this file. */
export function firstRound(ways: readonly Ways[], quoteOf: QuoteOf | null): Candidate[] {
  return ways.flatMap((way) => candidatesOf(way, way.first.quotes, quoteOf)).filter(fits);
}

/** Much smaller sizes of actions all of whose sizes fail for the depth of the pools, whatever can be done with others. */
export function smallRound(
  ways: readonly Ways[],
  tried: readonly Evaluation[],
  limits: PlanLimits,
  quoteOf: QuoteOf,
): Candidate[] {
  const large = ways.filter(({ action }) => {
    const own = tried.filter(({ candidate }) => candidate.action.id === action.id);
    const result = choosePlan(own, limits);
    return !result.ok && TOO_LARGE.has(result.reason.code);
  });
  return large.flatMap((way) => candidatesOf(way, way.small.quotes, quoteOf)).filter(fits);
}

/**
 * The best ways again, at sizes between the ones that were tried next to their best. Profit has one peak over the size, as
 * each further unit sells for less, so the best size lies between the two neighbours.
 */
export function closerRound(result: PlanResult, tried: readonly Evaluation[], quoteOf: QuoteOf): Candidate[] {
  const best = result.ok ? [result.plan, ...result.alternatives.slice(0, RUNNERS_UP)] : [result.best];
  return best.flatMap((planned) => (planned === null ? [] : around(planned.candidate, tried, quoteOf))).filter(fits);
}

function around(best: QuotedCandidate, tried: readonly Evaluation[], quoteOf: QuoteOf): Candidate[] {
  const { action, offer, route } = best;
  const way = wayKey(best);
  const same = tried.filter(({ candidate }) => wayKey(candidate) === way);
  const sizes = [...new Set(same.map(({ candidate }) => candidate.quote.repaid))].sort((a, b) => (a < b ? -1 : 1));
  const at = sizes.indexOf(best.quote.repaid);
  const low = sizes[at - 1] ?? 0n;
  const high = sizes[at + 1] ?? sizes[at]!;
  return BETWEEN_BPS.flatMap((bps) => {
    const result = quoteOf(action, low + ((high - low) * bps) / 10_000n);
    if (!result.ok || result.quote.repaid === 0n || sizes.includes(result.quote.repaid)) return [];
    return [{ action, offer, route, quote: result.quote }];
  });
}

/** @param quoteOf null: the sizes are the user's, and none is added */
function candidatesOf(
  { action, offers, routes }: Ways,
  quotes: readonly SeizeQuote[],
  quoteOf: QuoteOf | null,
): Candidate[] {
  return offers.flatMap((offer) => {
    const sizes = quoteOf === null ? quotes : withinOffer(action, quotes, offer, quoteOf);
    return sizes.flatMap((quote) => routes.map((route) => ({ action, offer, quote, route })));
  });
}
