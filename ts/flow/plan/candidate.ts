import { isAddressEqual } from "viem";
import type { Offer } from "../../funding/funding.ts";
import type { PlannableAction, SeizeQuote } from "../../protocols/action.ts";
import type { QuoteRequest, Route, RouteQuote } from "../../venues/venue.ts";

/** One way to do one action at one size, before anybody knows what the sale brings. */
export interface Candidate {
  readonly action: PlannableAction;
  readonly offer: Offer;
  readonly quote: SeizeQuote;
  /** Null when nothing is sold: one asset on both sides, or what is received can only be kept. */
  readonly route: Route | null;
}

/** A candidate and what its sale brings; `sale` is null when nothing is sold. */
export interface QuotedCandidate extends Candidate {
  readonly sale: RouteQuote | null;
}

/** Whether this offer can pay for this size by this route. Pure. */
export function fits({ action, offer, quote, route }: Candidate): boolean {
  if (offer.available !== null && offer.available < quote.funding) return false;
  if (action.receives.keptAs !== null) return route === null && offer.sale === "exact-input";
  const isSameAsset = isAddressEqual(action.receives.token.address, action.pays.token.address);
  if (isSameAsset) return route === null && offer.sale === "exact-input";
  if (route === null) return false;
  if (offer.locks.some((locked) => route.pools.some((pool) => isAddressEqual(pool, locked)))) return false;
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

/** Two candidates that differ in their size only have the same key. */
export function wayKey({ action, offer, route }: Pick<Candidate, "action" | "offer" | "route">): string {
  return [action.id, offer.funding, offer.lender, route === null ? "" : `${route.venue} ${route.path}`].join(" ");
}
