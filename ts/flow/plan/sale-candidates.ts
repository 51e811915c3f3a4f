import { type Address, isAddressEqual } from "viem";
import type { Offer } from "../../funding/funding.ts";
import type { SeizeQuote } from "../../protocols/action.ts";
import { bestSale, bestSplit, roughSale } from "../../routing/best-sale.ts";
import type { Path } from "../../routing/path.ts";
import { routeOf } from "../../routing/route.ts";
import { sellAlong } from "../../routing/sell-along.ts";
import { sharesOf } from "../../routing/shares-of.ts";
import { acceptedAround } from "./accepted-sizes.ts";
import type { QuotedCandidate } from "./candidate.ts";
import { isOwn } from "./own-path.ts";
import { type Effort, NEARLY_ALL, type SearchGround, type Stake } from "./search-candidates.ts";

type Size = Pick<QuotedCandidate, "quote" | "route" | "sale">;

/**
 * With money that is there before the sale: for each source the size and the split that leave most; and, for when the seller or one of
 * several pools fails, the same by the liquidator's own pools alone, and by a single path.
 */
export function saleCandidates(ground: SearchGround, stakes: readonly Stake[], effort: Effort): QuotedCandidate[] {
  const found = new Map<string, readonly Size[]>();
  return stakes
    .filter(({ offer }) => offer.sale === "exact-input")
    .flatMap((stake) => {
      const { offer, most } = stake;
      // what the money costs hardly moves the best size: who asks a premium is judged at the size of who does not
      const key = `${offer.locks} ${most.amount}`;
      const sizes = found.get(key) ?? sizesOf(ground, stake, effort);
      found.set(key, sizes);
      return sizes.map((size) => ({ ...size, action: ground.action, offer }));
    });
}

function sizesOf(ground: SearchGround, stake: Stake, effort: Effort): readonly Size[] {
  const paths = ground.paths.filter(({ pools }) => !pools.some(({ address }) => isLocked(stake.offer, address)));
  if (paths.length === 0 || stake.most.seized === 0n) return [];
  const sizes = search(ground, stake, paths, effort);
  if (effort === "rough" || sizes.every(({ route }) => route?.runner === "leaf")) return sizes;
  const own = paths.filter(isOwn);
  return own.length === 0 ? sizes : distinct([...sizes, ...search(ground, stake, own, effort)]);
}

function search(
  { action, quoteOf, size }: SearchGround,
  { most, terms }: Stake,
  paths: readonly Path[],
  effort: Effort,
): Size[] {
  const sold = Number(most.seized);
  const look = effort === "rough" ? roughSale : bestSale;
  const best = size === undefined ? look(paths, sold, terms) : null;
  const isAll = best === null || best.amount > sold * NEARLY_ALL;
  const quotes = isAll ? [most] : around(best.amount / sold);
  const sizes = quotes.flatMap((quote) => {
    // shares are of whatever is sold: those of the best amount serve one that is near to it
    const isBest = best !== null && (isAll || quotes.length === 1);
    const amounts = isBest ? best.amounts : bestSplit(paths, Number(quote.seized), terms);
    return [saleOf(quote, paths, amounts), saleOf(quote, paths, largestOnly(amounts))];
  });
  return distinct(sizes);

  function around(share: number): SeizeQuote[] {
    const wanted = (most.repaid * BigInt(Math.round(share * 1e9))) / 1_000_000_000n;
    return acceptedAround(action, wanted, most.repaid, quoteOf).filter(({ funding }) => funding <= most.funding);
  }
}

function saleOf(quote: SeizeQuote, paths: readonly Path[], amounts: readonly number[]): Size {
  const shares = sharesOf(paths, amounts);
  if (shares.length === 0 || quote.seized === 0n) return { quote, route: null, sale: NOTHING_BOUGHT };
  const sold = sellAlong(shares, quote.seized);
  const route = routeOf({ parts: shares });
  if (!sold.ok) return { quote, route, sale: sold };
  if (sold.paid < quote.seized) return { quote, route, sale: TOO_LITTLE };
  return { quote, route, sale: { ok: true, amount: sold.received, gas: sold.gas } };
}

const NOTHING_BOUGHT = {
  ok: false,
  reason: { code: "too-little-to-sell", message: "so little buys nothing" },
} as const;
const TOO_LITTLE = {
  ok: false,
  reason: { code: "too-little-liquidity", message: "a pool of the route cannot take the whole amount" },
} as const;

function largestOnly(amounts: readonly number[]): number[] {
  const largest = amounts.reduce((best, amount, index) => (amount > amounts[best]! ? index : best), 0);
  return amounts.map((amount, index) => (index === largest ? amount : 0));
}

function distinct(sizes: readonly Size[]): Size[] {
  const key = ({ quote, route }: Size) =>
    [
      quote.amount,
      ...(route?.splits ?? []).flatMap(({ bps, hops }) => [bps, ...hops.map(({ packed }) => packed)]),
    ].join();
  return [...new Map(sizes.map((size) => [key(size), size])).values()];
}

function isLocked({ locks }: Pick<Offer, "locks">, pool: Address): boolean {
  return locks.some((locked) => isAddressEqual(locked, pool));
}
