import type { Reason } from "../../../core/errors/reason.ts";
import { isSame } from "../../../core/tokens/in-order.ts";
import { type Offer, premiumOf } from "../../../funding/funding.ts";
import { lendTogether } from "../../../funding/lend-together.ts";
import type { PlannableAction, SeizeQuote } from "../../../protocols/action.ts";
import { type BestSale, roughSale, type SaleTerms } from "../../../routing/best-sale.ts";
import type { Path } from "../../../routing/path.ts";
import type { QuotedCandidate } from "../candidate.ts";
import { acceptedAround, largestAccepted, type QuoteOf } from "./accepted-sizes.ts";
import { combinedOffers } from "./combined-offers.ts";
import { locksPool } from "./locks-pool.ts";
import { purchaseCandidates } from "./purchase-candidates.ts";
import { saleCandidates } from "./sale-candidates.ts";

/** What candidates of one action are searched with. */
export interface SearchGround {
  readonly action: PlannableAction;
  readonly offers: readonly Offer[];
  /** Every way to sell what is received for what is paid. */
  readonly paths: readonly Path[];
  readonly quoteOf: QuoteOf;
  /** The size that the user wants; absent: whatever pays best. */
  readonly size?: bigint;
  /** Share of the bonus that must be left, the tip counted: 0 to 1. */
  readonly bonusShare: number;
  /** Debt units that a unit of gas costs; 0 where nobody knows. */
  readonly debtPerGas: number;
  /** Parts of a sale at most. */
  readonly mostParts: number;
}

/** A source of money, and the most of an action that it can pay. */
export interface Stake {
  readonly offer: Offer;
  readonly most: SeizeQuote;
  readonly terms: SaleTerms;
  /** Every way to sell that it does not lock. */
  readonly paths: readonly Path[];
}

/** What is known of one action before anything is sold. */
export interface Prepared {
  readonly ground: SearchGround;
  readonly stakes: readonly Stake[];
  /** Why there is no size; null where there is one. */
  readonly refusal: Reason | null;
  /** What a coarse look finds for a source, with the money of any that lends as much and locks the same. */
  rough(stake: Stake): BestSale;
}

/** How much is made of an action: the best few are looked at closely. */
export type Effort = "rough" | "close";

/** Share of an amount: what is so near to all of it is all of it. */
export const NEARLY_ALL = 0.9995;

/** Gas of a part of a sale, about: to judge whether one more is worth it. */
export const GAS_OF_PART = 110_000;

/** The largest size of each source. Pure, as all of this file. */
export function prepare(ground: SearchGround): Prepared {
  const { action, quoteOf, size } = ground;
  const largest = size === undefined ? largestAccepted(action, action.pays.most, quoteOf) : quoteOf(action, size);
  if (!largest.ok) return { ground, stakes: [], refusal: largest.reason, rough: roughOnce() };
  const together = combinedOffers(ground.offers, largest.quote.funding, ground.debtPerGas);
  const stakes = [...ground.offers, ...together].flatMap((each): Stake[] => {
    const most = affordable(ground, each, largest.quote);
    if (most === null) return [];
    const offer = lentBy(each, most.funding);
    const paths = ground.paths.filter(({ pools }) => !pools.some(({ address }) => locksPool(offer, address)));
    return [{ offer, most, terms: termsOf(ground, offer, most), paths }];
  });
  return { ground, stakes, refusal: null, rough: roughOnce() };
}

/** What a source locks and how much it lends: with the same of both the same sizes and sales are best, whatever the money costs. */
export function stakeKey({ offer, most }: Pick<Stake, "offer" | "most">): string {
  return `${offer.locks} ${most.amount}`;
}

function roughOnce(): Prepared["rough"] {
  const found = new Map<string, BestSale>();
  return (stake) => {
    const key = stakeKey(stake);
    const known = found.get(key) ?? roughSale(stake.paths, Number(stake.most.seized), stake.terms);
    found.set(key, known);
    return known;
  };
}

/**
 * The best size and sale for each source of money, and some others to fall back on. The best of all is found by numbers, what is returned is
 * exact.
 */
export function searchCandidates(prepared: Prepared, effort: Effort): readonly QuotedCandidate[] {
  const { ground, stakes } = prepared;
  const { action } = ground;
  if (isSold(action)) return [...saleCandidates(prepared, effort), ...purchaseCandidates(ground, stakes)];
  return stakes.flatMap(({ offer, most }): QuotedCandidate[] =>
    offer.sale === "exact-input" ? [{ action, offer, quote: most, route: null, sale: null }] : [],
  );
}

/** An offer for this amount: of several lenders each lends its part of it. */
export function lentBy(offer: Offer, amount: bigint): Offer {
  if (offer.loans === undefined) return offer;
  const lenders = offer.loans.map((loan) => loan.offer);
  return lendTogether(lenders, amount) ?? offer;
}

/** Whether what is received has to be sold. */
export function isSold({ receives, pays }: PlannableAction): boolean {
  return receives.keptAs === null && !isSame(receives.token.address, pays.token.address);
}

/** The largest size that the source can pay for; null where that is none, or not the one that the user wants. */
function affordable(
  { action, quoteOf, size }: SearchGround,
  { available }: Offer,
  largest: SeizeQuote,
): SeizeQuote | null {
  if (available === null || available >= largest.funding) return largest;
  if (size !== undefined || available === 0n) return null;
  const payable = (most: bigint) =>
    acceptedAround(action, most, most, quoteOf).find(({ funding }) => funding <= available) ?? null;
  // a protocol may want a few units more ready than it takes
  return payable(available) ?? payable(available - available / 10_000n - 1n);
}

function termsOf(
  { action, bonusShare, debtPerGas, mostParts }: SearchGround,
  offer: Offer,
  most: SeizeQuote,
): SaleTerms {
  const { repaid, funding, seized } = most;
  const sold = Math.max(Number(seized), 1);
  return {
    owed: Number(repaid + premiumOf(offer, funding)) / sold,
    repaid: Number(repaid) / sold,
    worth: Number(action.oracle.numerator) / Number(action.oracle.denominator),
    bonusShare,
    costOfPath: debtPerGas * GAS_OF_PART,
    mostParts,
  };
}
