import type { Reason } from "../../core/errors/reason.ts";
import type { Offer } from "../../funding/funding.ts";
import type { LoanAction, QuoteResult, SeizeQuote } from "../../protocols/action.ts";

/** What the protocol says to a size of an action. */
export type QuoteOf = (action: LoanAction, size: bigint) => QuoteResult;

/** Shares of the largest repay that are tried first, basis points: the best size is often not the largest. */
export const FIRST_SIZES_BPS = [10_000n, 7_500n, 5_000n, 3_000n, 1_500n, 700n, 300n] as const;

/** Tried when none of the first sizes can be sold without too much loss: the position dwarfs the pools. */
export const SMALL_SIZES_BPS = [100n, 30n, 10n, 3n, 1n] as const;

/** Sizes that the protocol accepts, largest first, and the first refusal if it accepts none. */
export interface Sizes {
  readonly quotes: readonly SeizeQuote[];
  readonly refusal: Reason | null;
}

/** The given shares of the most that an action pays. */
export function sizesOf(action: LoanAction, sizesBps: readonly bigint[], quoteOf: QuoteOf): Sizes {
  const quotes: SeizeQuote[] = [];
  let refusal: Reason | null = null;
  for (const bps of sizesBps) {
    const result = quoteOf(action, (action.pays.most * bps) / 10_000n);
    if (!result.ok) refusal ??= result.reason;
    else if (isNew(result.quote, quotes)) quotes.push(result.quote);
  }
  return { quotes, refusal: quotes.length === 0 ? refusal : null };
}

/** The one size that the user asks for. */
export function sizeOf(action: LoanAction, repay: bigint, quoteOf: QuoteOf): Sizes {
  const result = quoteOf(action, repay);
  return result.ok ? { quotes: [result.quote], refusal: null } : { quotes: [], refusal: result.reason };
}

/** The given sizes, and the largest one that the offer can pay for when it cannot pay for all of them. */
export function withinOffer(
  action: LoanAction,
  quotes: readonly SeizeQuote[],
  { available }: Pick<Offer, "available">,
  quoteOf: QuoteOf,
): readonly SeizeQuote[] {
  const payable = quotes.filter(({ funding }) => available === null || funding <= available);
  if (available === null || payable.length === quotes.length) return payable;
  const result = quoteOf(action, available);
  const fits = result.ok && result.quote.funding <= available && isNew(result.quote, payable);
  return fits ? [result.quote, ...payable] : payable;
}

function isNew({ repaid, amount }: SeizeQuote, quotes: readonly SeizeQuote[]): boolean {
  return repaid > 0n && quotes.every((other) => other.amount !== amount);
}
