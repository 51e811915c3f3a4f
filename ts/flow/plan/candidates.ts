import { isAddressEqual } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import type { Offer } from "../../funding/funding.ts";
import type { Pair, SeizeQuote } from "../../protocols/types.ts";
import type { QuoteRequest, Route, RouteQuote } from "../../venues/venue.ts";

/** One way to liquidate one pair at one size, before anybody knows what the sale brings. */
export interface Candidate {
  readonly pair: Pair;
  readonly offer: Offer;
  readonly quote: SeizeQuote;
  /** Null when nothing is sold. */
  readonly route: Route | null;
  /** True when the collateral is kept, as aTokens, instead of sold. */
  readonly keeps: boolean;
}

/** A candidate and what its sale brings; `sale` is null when nothing is sold. */
export interface QuotedCandidate extends Candidate {
  readonly sale: RouteQuote | null;
}

/** Shares of the largest repay that are tried first, basis points: the best size is often not the largest. */
export const FIRST_SIZES_BPS = [10_000n, 7_500n, 5_000n, 3_000n, 1_500n, 700n, 300n] as const;

/** Tried when none of the first sizes can be sold without too much loss: the position dwarfs the pools. */
export const SMALL_SIZES_BPS = [100n, 30n, 10n, 3n, 1n] as const;

/**
 * Every size of a pair that the protocol accepts, largest first, and the first refusal if it accepts none.
 * @param inKind as of `Pair.quote`
 */
export function sizesOf(
  pair: Pair,
  sizesBps: readonly bigint[],
  inKind = false,
): { quotes: SeizeQuote[]; refusal: Reason | null } {
  const quotes: SeizeQuote[] = [];
  let refusal: Reason | null = null;
  for (const bps of sizesBps) {
    const result = pair.quote((pair.maxRepay * bps) / 10_000n, inKind);
    if (!result.ok) refusal ??= result.reason;
    else if (result.quote.repaid > 0n && quotes.every(({ amount }) => amount !== result.quote.amount)) {
      quotes.push(result.quote);
    }
  }
  return { quotes, refusal: quotes.length === 0 ? refusal : null };
}

/**
 * The given sizes, and the largest one that the offer can pay for when it cannot pay for all of them.
 * @param inKind as of `Pair.quote`
 */
export function withinOffer(
  pair: Pair,
  quotes: readonly SeizeQuote[],
  { available }: Offer,
  inKind = false,
): SeizeQuote[] {
  const payable = quotes.filter(({ funding }) => available === null || funding <= available);
  if (available === null || payable.length === quotes.length) return payable;
  const result = pair.quote(available, inKind);
  const isNew = result.ok && result.quote.repaid > 0n && payable.every(({ amount }) => amount !== result.quote.amount);
  return isNew && result.quote.funding <= available ? [result.quote, ...payable] : payable;
}

/** Whether this offer can pay for this size by this route. Pure. */
export function fits({ pair, offer, quote, route, keeps }: Candidate): boolean {
  if (offer.available !== null && offer.available < quote.funding) return false;
  if (keeps) return offer.funding === "wallet" && route === null;
  const isSameAsset = isAddressEqual(pair.collateral.address, pair.debt.address);
  if (isSameAsset) return route === null && offer.sale === "exact-input";
  if (route === null) return false;
  return offer.sale === "exact-input" || (route.venue === offer.venue && route.fees.length === 1);
}

/** What to ask the venue for a candidate; null when nothing is sold. */
export function saleRequest({ offer, quote, route }: Candidate): QuoteRequest | null {
  if (route === null) return null;
  return offer.sale === "exact-output"
    ? { route, kind: "exact-output", amount: quote.funding }
    : { route, kind: "exact-input", amount: quote.seized };
}

/** Two candidates with the same question for the venue have the same key. */
export function saleKey({ route, kind, amount }: QuoteRequest): string {
  return `${route.venue} ${route.path} ${kind} ${amount}`;
}
