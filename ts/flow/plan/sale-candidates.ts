import { isAddressEqual } from "viem";
import type { Offer } from "../../funding/funding.ts";
import type { SeizeQuote } from "../../protocols/action.ts";
import { bestSale, bestSplit } from "../../routing/best-sale.ts";
import type { Path } from "../../routing/path.ts";
import { routeOf } from "../../routing/route.ts";
import { sellAlong } from "../../routing/sell-along.ts";
import { sharesOf } from "../../routing/shares-of.ts";
import { acceptedAround } from "./accepted-sizes.ts";
import type { QuotedCandidate } from "./candidate.ts";
import type { SearchGround, Stake } from "./search-candidates.ts";

/** Shares of the best amount below which a size is taken for the largest. */
const NEARLY_ALL = 0.9995;

/**
 * With money that is there before the sale: for each source the size and the split that leave most; the same by the liquidator's own pools
 * alone, and by a single path, for when the seller or one of many pools fails.
 */
export function saleCandidates(ground: SearchGround, stakes: readonly Stake[]): QuotedCandidate[] {
  const searched = new Map<string, readonly Sizes[]>();
  return stakes
    .filter(({ offer }) => offer.sale === "exact-input")
    .flatMap((stake) => {
      const { offer, most, terms } = stake;
      const paths = ground.paths.filter(({ pools }) => !pools.some(({ address }) => isLocked(offer, address)));
      const key = `${offer.locks} ${most.amount} ${terms.owed}`;
      const ways = searched.get(key) ?? waysToSell(paths).map((some) => search(ground, stake, some));
      searched.set(key, ways);
      return ways.flatMap((sizes) => sizes.map((size) => ({ ...size, action: ground.action, offer })));
    });
}

type Sizes = readonly Pick<QuotedCandidate, "quote" | "route" | "sale">[];

/** All of them, and those that the liquidator runs itself where these are fewer. */
function waysToSell(paths: readonly Path[]): (readonly Path[])[] {
  const own = paths.filter((path) => routeOf({ parts: [{ path, bps: 0 }] })?.runner === "leaf");
  return [paths, ...(own.length < paths.length ? [own] : [])].filter(({ length }) => length > 0);
}

function search(ground: SearchGround, { most, terms }: Stake, paths: readonly Path[]): Sizes {
  const { action, quoteOf, size } = ground;
  const sold = Number(most.seized);
  if (sold === 0) return [];
  const best = size === undefined ? bestSale(paths, sold, terms) : null;
  const quotes = best === null || best.amount > sold * NEARLY_ALL ? [most] : around(best.amount / sold);
  const sizes = quotes.flatMap((quote) => {
    const amounts = bestSplit(paths, Number(quote.seized), terms.costOfPath);
    return [saleOf(quote, paths, amounts), saleOf(quote, paths, largestOnly(amounts))];
  });
  return distinct(sizes);

  function around(share: number): SeizeQuote[] {
    // what a protocol is asked for is a size, of which it takes no more than it is owed
    const wanted = (most.repaid * BigInt(Math.round(share * 1e9))) / 1_000_000_000n;
    return acceptedAround(action, wanted, most.repaid, quoteOf).filter(({ funding }) => funding <= most.funding);
  }
}

function saleOf(quote: SeizeQuote, paths: readonly Path[], amounts: readonly number[]): Sizes[number] {
  const shares = sharesOf(paths, amounts);
  if (shares.length === 0 || quote.seized === 0n) return { quote, route: null, sale: NOTHING_BOUGHT };
  const sold = sellAlong(shares, quote.seized);
  const route = routeOf({ parts: shares });
  if (!sold.ok) return { quote, route, sale: sold };
  if (sold.paid < quote.seized) return { quote, route, sale: TOO_LITTLE };
  return { quote, route, sale: { ok: true, amount: sold.received, gas: sold.gas } };
}

const NOTHING_BOUGHT = { ok: false, reason: { code: "too-little-to-sell", message: "so little buys nothing" } } as const;
const TOO_LITTLE = {
  ok: false,
  reason: { code: "too-little-liquidity", message: "a pool of the route cannot take the whole amount" },
} as const;

function largestOnly(amounts: readonly number[]): number[] {
  const largest = amounts.reduce((best, amount, index) => (amount > amounts[best]! ? index : best), 0);
  return amounts.map((amount, index) => (index === largest ? amount : 0));
}

function distinct(sizes: Sizes): Sizes {
  const key = ({ quote, route }: Sizes[number]) => `${quote.amount} ${JSON.stringify(route)}`;
  return [...new Map(sizes.map((size) => [key(size), size])).values()];
}

function isLocked({ locks }: Pick<Offer, "locks">, pool: `0x${string}`): boolean {
  return locks.some((locked) => isAddressEqual(locked, pool));
}
