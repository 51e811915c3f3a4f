import type { Offer } from "../../../funding/funding.ts";
import type { SeizeQuote } from "../../../protocols/action.ts";
import { type BestSale, bestSale, bestSplit, roughSale } from "../../../routing/best-sale.ts";
import type { Path } from "../../../routing/path.ts";
import { routeOf } from "../../../routing/route.ts";
import { sellAlong } from "../../../routing/sell-along.ts";
import { sharesOf } from "../../../routing/shares-of.ts";
import { type QuotedCandidate, TOO_LITTLE } from "../candidate.ts";
import { acceptedAround } from "./accepted-sizes.ts";
import { cheapestTogether, isLender } from "./combined-offers.ts";
import { locksPool } from "./locks-pool.ts";
import { isOwn } from "./own-path.ts";
import {
  type Effort,
  lentBy,
  NEARLY_ALL,
  type Prepared,
  type SearchGround,
  type Stake,
  stakeKey,
} from "./search-candidates.ts";

/** Stakes of an action that are looked at closely. */
const CLOSE_STAKES = 2;

interface Size extends Pick<QuotedCandidate, "quote" | "route" | "sale"> {
  readonly used: readonly Path[];
}

/**
 * With money that is there before the sale: for each source the size and the split that leave most; and, for when the seller or one of
 * several pools fails, the same by the liquidator's own pools alone, and by a single path.
 */
export function saleCandidates(prepared: Prepared, effort: Effort): QuotedCandidate[] {
  const { action } = prepared.ground;
  const found = new Map<string, readonly Size[]>();
  const lending = prepared.stakes.filter(({ offer }) => offer.sale === "exact-input").sort(byCost);
  const close = effort === "close" ? worthClose(prepared, lending) : new Set<string>();
  let isNew = true;
  return lending.flatMap((stake, place) => {
    const { offer } = stake;
    // what the money costs hardly moves the best size: who asks a premium is judged at the size of who does not
    const key = stakeKey(stake);
    const sizes = found.get(key) ?? sizesOf(prepared, stake, close.has(key) ? "close" : "rough");
    found.set(key, sizes);
    // what else could be sold by is told of two: one of them may not lend
    const told = place < 2 ? sizes : sizes.slice(0, 1);
    // but where the share of the bonus bounds the size, a premium makes it smaller: looked for once, for the least of them
    const isFirst = isNew && effort === "close" && isTooLarge(sizes[0], stake);
    const smaller = isFirst ? smallerSizes(prepared.ground, stake, sizes[0]!.used) : [];
    if (isFirst) isNew = false;
    return [...smaller, ...told].flatMap(({ quote, route, sale }) =>
      payersOf(prepared.ground, offer, quote.funding).map((payer) => ({ action, offer: payer, quote, route, sale })),
    );
  });
}

/** Keys of the stakes that are looked at closely: those that can bring most, of lenders that differ in what they have or lock. */
function worthClose({ rough }: Prepared, lending: readonly Stake[]): ReadonlySet<string> {
  const stakes = new Map<string, Stake>();
  for (const stake of lending)
    if (stake.paths.length > 0 && !stakes.has(stakeKey(stake))) stakes.set(stakeKey(stake), stake);
  if (stakes.size <= CLOSE_STAKES) return new Set(stakes.keys());
  const value = (key: string) => rough(stakes.get(key)!).value;
  return new Set([...stakes.keys()].sort((a, b) => value(b) - value(a)).slice(0, CLOSE_STAKES));
}

/** Whether a sale leaves less of the bonus than its share with what this source asks, which it would leave with less. */
function isTooLarge(size: Size | undefined, { terms: { owed, bonusShare, worth, repaid } }: Stake): boolean {
  if (size?.sale?.ok !== true) return false;
  const [seized, brought] = [Number(size.quote.seized), Number(size.sale.amount)];
  return brought - owed * seized < bonusShare * seized * Math.max(worth - repaid, 0);
}

function smallerSizes(ground: SearchGround, stake: Stake, used: readonly Path[]): Size[] {
  return search(ground, stake, used, () => bestSale(used, Number(stake.most.seized), stake.terms));
}

/** Who pays for a size: several lenders as they are, and whoever is cheapest for less than their most. */
function payersOf({ offers, debtPerGas }: SearchGround, offer: Offer, amount: bigint): readonly Offer[] {
  if (offer.loans === undefined) return [offer];
  const lenders = offers.filter((one) => isLender(one) && one.locks.every((pool) => locksPool(offer, pool)));
  const cheapest = cheapestTogether(lenders, amount, debtPerGas);
  return [lentBy(offer, amount), ...(cheapest === null ? [] : [cheapest])];
}

/** Cheapest first, of those that cost the same the one that has most. */
function byCost(one: Stake, other: Stake): number {
  const premium = ({ terms: { owed }, most: { repaid, seized } }: Stake) => (owed * Number(seized)) / Number(repaid);
  const cost = premium(one) - premium(other);
  return cost !== 0 ? cost : Number(other.most.repaid - one.most.repaid);
}

function sizesOf({ ground, rough }: Prepared, stake: Stake, effort: Effort): readonly Size[] {
  const { paths, most, terms } = stake;
  if (paths.length === 0 || most.seized === 0n) return [];
  const sold = Number(most.seized);
  if (effort === "rough") return search(ground, stake, paths, () => rough(stake));
  const closely = (some: readonly Path[]) => search(ground, stake, some, () => bestSale(some, sold, terms));
  const sizes = closely(paths);
  const own = sizes.every(({ route }) => route?.runner === "leaf") ? [] : paths.filter(isOwn);
  // each path alone at its own best size: for whoever must not use the pools of the others
  const alone = paths.filter((path) => sizes.some(({ used }) => used.includes(path)));
  return distinct([
    ...sizes,
    ...(own.length === 0 ? [] : closely(own)),
    ...alone.flatMap((path) => search(ground, stake, [path], () => roughSale([path], sold, terms))),
  ]);
}

function search(
  { action, quoteOf, size }: SearchGround,
  { most, terms }: Stake,
  paths: readonly Path[],
  look: () => BestSale,
): Size[] {
  const sold = Number(most.seized);
  const best = size === undefined ? look() : null;
  const isAll = best === null || best.amount > sold * NEARLY_ALL;
  const quotes = isAll ? [most] : around(best.amount / sold);
  const sizes = quotes.map((quote) => {
    // shares are of whatever is sold: those of the best amount serve one that is near to it
    const isBest = best !== null && (isAll || quotes.length === 1);
    const amounts = isBest ? best.amounts : bestSplit(paths, Number(quote.seized), terms);
    return saleOf(quote, paths, amounts);
  });
  return distinct(sizes);

  function around(share: number): SeizeQuote[] {
    const wanted = (most.repaid * BigInt(Math.round(share * 1e9))) / 1_000_000_000n;
    return acceptedAround(action, wanted, most.repaid, quoteOf).filter(({ funding }) => funding <= most.funding);
  }
}

function saleOf(quote: SeizeQuote, paths: readonly Path[], amounts: readonly number[]): Size {
  const shares = sharesOf(paths, amounts);
  const used = shares.map(({ path }) => path);
  if (shares.length === 0 || quote.seized === 0n) return { quote, used, route: null, sale: NOTHING_BOUGHT };
  const sold = sellAlong(shares, quote.seized);
  const common = { quote, used, route: routeOf({ parts: shares }) };
  if (!sold.ok) return { ...common, sale: sold };
  if (sold.paid < quote.seized) return { ...common, sale: TOO_LITTLE };
  return { ...common, sale: { ok: true, amount: sold.received, gas: sold.gas } };
}

const NOTHING_BOUGHT = {
  ok: false,
  reason: { code: "too-little-to-sell", message: "so little buys nothing" },
} as const;

function distinct(sizes: readonly Size[]): Size[] {
  const key = ({ quote, route }: Size) =>
    [
      quote.amount,
      ...(route?.splits ?? []).flatMap(({ bps, hops }) => [bps, ...hops.map(({ packed }) => packed)]),
    ].join();
  return [...new Map(sizes.map((size) => [key(size), size])).values()];
}
