import type { Reason } from "../../../core/errors/reason.ts";
import { max, min } from "../../../core/math/math.ts";
import type { LoanAction, QuoteResult, SeizeQuote } from "../../../protocols/action.ts";

/** What the protocol says to a size of an action. */
export type QuoteOf = (action: LoanAction, size: bigint) => QuoteResult;

/** How closely the edge between accepted and refused sizes is looked for: halvings of what lies between. */
const HALVINGS = 64;

/**
 * The largest size that the protocol accepts, up to `most`; what it refuses may be for want of cash, or for what would be left. Pure, as
 * all of this file.
 * @returns why none of those that were looked at is accepted
 */
export function largestAccepted(
  action: LoanAction,
  most: bigint,
  quoteOf: QuoteOf,
): { readonly ok: true; readonly quote: SeizeQuote } | { readonly ok: false; readonly reason: Reason } {
  const whole = quoteOf(action, most);
  if (whole.ok && whole.quote.repaid > 0n) return whole;
  const below = acceptedBelow(action, most, quoteOf);
  if (below !== null) return { ok: true, quote: below };
  return whole.ok ? { ok: false, reason: NOTHING } : whole;
}

const NOTHING: Reason = { code: "nothing-to-repay", message: "there is nothing that could be repaid" };

/** The quote of a size, or, of one that is refused, those of the next accepted sizes below and above it. */
export function acceptedAround(action: LoanAction, size: bigint, most: bigint, quoteOf: QuoteOf): SeizeQuote[] {
  const own = quoteOf(action, size);
  if (own.ok) return own.quote.repaid > 0n ? [own.quote] : [];
  const below = acceptedBelow(action, size, quoteOf);
  const largest = quoteOf(action, most);
  const above = largest.ok ? edge(action, most, size, quoteOf) : null;
  return [below, above].flatMap((quote) => (quote !== null && quote.repaid > 0n ? [quote] : []));
}

function acceptedBelow(action: LoanAction, refused: bigint, quoteOf: QuoteOf): SeizeQuote | null {
  // a hundredth less first: most refusals end right below; then each time half
  for (let size = refused - refused / 100n - 1n; size > 0n; size /= 2n) {
    const result = quoteOf(action, size);
    if (result.ok && result.quote.repaid > 0n) return edge(action, size, refused, quoteOf);
  }
  return null;
}

/** The accepted size that lies nearest to a refused one, on the way from an accepted one to it. */
function edge(action: LoanAction, accepted: bigint, refused: bigint, quoteOf: QuoteOf): SeizeQuote | null {
  let [good, bad] = [accepted, refused];
  let best: SeizeQuote | null = null;
  for (let halving = 0; halving < HALVINGS && max(good, bad) - min(good, bad) > 1n; halving++) {
    const middle = (good + bad) / 2n;
    const result = quoteOf(action, middle);
    if (result.ok) [good, best] = [middle, result.quote];
    else bad = middle;
  }
  if (best !== null) return best;
  const result = quoteOf(action, good);
  return result.ok ? result.quote : null;
}
