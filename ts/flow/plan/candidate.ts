import type { Reason } from "../../core/errors/reason.ts";
import type { Offer } from "../../funding/funding.ts";
import { lendersOf } from "../../funding/lenders-of.ts";
import type { PlannableAction, SeizeQuote } from "../../protocols/action.ts";
import { type Route, routeKey } from "../../routing/route.ts";

/** What a sale brings, or what a purchase costs; by the state of the block, to the unit. */
export type Sale =
  | {
      readonly ok: true;
      /** Units of the debt for an exact input, of what is sold for an exact output. */
      readonly amount: bigint;
      /** Gas of the sale inside a liquidation. */
      readonly gas: bigint;
    }
  | { readonly ok: false; readonly reason: Reason };

/** Of a pool that runs dry before it has taken, or given, all of it. */
export const TOO_LITTLE = {
  ok: false,
  reason: { code: "too-little-liquidity", message: "a pool of the route cannot take the whole amount" },
} as const satisfies Sale;

/** One way to do one action at one size, with what its sale brings. Plain data. */
export interface QuotedCandidate {
  readonly action: PlannableAction;
  readonly offer: Offer;
  readonly quote: SeizeQuote;
  /** Null when nothing is sold: one asset on both sides, or what is received can only be kept. */
  readonly route: Route | null;
  /** Null when nothing is sold. */
  readonly sale: Sale | null;
}

/** Two candidates that differ in their size and shares only have the same key. */
export function wayKey({ action, offer, route }: Pick<QuotedCandidate, "action" | "offer" | "route">): string {
  return [action.id, sourceKey(offer), routeKey(route)].join(" ");
}

/** Offers of the same lenders have the same key, however much each of them lends. */
export function sourceKey(offer: Offer): string {
  return lendersOf(offer)
    .map(({ funding, lender }) => `${funding} ${lender}`)
    .sort()
    .join(" + ");
}
