import { zeroAddress } from "viem";
import { min } from "../../../core/math/math.ts";
import type { Offer } from "../../../funding/funding.ts";
import { lendTogether } from "../../../funding/lend-together.ts";

/** Lenders of one debt at most: each is asked in the callback of the one before. */
export const MOST_LENDERS = 4;

/**
 * What several lenders offer together, where that is cheaper than any one of them or no one has enough: the cheapest that together have what
 * is needed, premiums and gas counted; and, for when one of them fails, the cheapest without each of them, and without all that lock what
 * could be sold to. Where not even the largest have enough: those. Pure.
 * @param needed debt units, above 0
 * @param debtPerGas debt units that a unit of gas costs
 * @returns offers of several lenders only; each for what is needed, or for all that they have
 */
export function combinedOffers(offers: readonly Offer[], needed: bigint, debtPerGas: number): readonly Offer[] {
  const lenders = offers.filter(isLender);
  const best = cheapestTogether(lenders, needed, debtPerGas);
  if (best === null) return several([largest(lenders)]);
  const unlocked = lenders.filter(({ locks }) => locks.length === 0);
  // what a lender locks may be all that could be sold to
  if (best.loans === undefined) {
    return best.locks.length === 0 ? [] : several([cheapestTogether(unlocked, needed, debtPerGas)]);
  }
  const others = [...best.loans.map(({ offer }) => lenders.filter((lender) => lender !== offer)), unlocked];
  return several([best, ...others.map((some) => cheapestTogether(some, needed, debtPerGas))]);
}

/** Whoever lends what it has, and wants it back in the same token; the caller's wallet and a protocol's callback do not. */
export function isLender({ sale, available, lender }: Offer): boolean {
  return sale === "exact-input" && available !== null && available > 0n && lender !== zeroAddress;
}

/**
 * The cheapest lenders, one or some, that together have an amount, premiums and gas counted. Pure.
 * @returns null where no {@link MOST_LENDERS} of them have it
 */
export function cheapestTogether(lenders: readonly Offer[], amount: bigint, debtPerGas: number): Offer | null {
  const byShare = lenders.toSorted((a, b) => shareOf(a) - shareOf(b));
  let [best, least]: [readonly Offer[] | null, number] = [null, Number.POSITIVE_INFINITY];
  look(0, amount, 0, []);
  return best === null ? null : lendTogether(best, amount);

  // cheapest first, each lends all that it has: any set of lenders costs least that way
  function look(from: number, left: bigint, cost: number, chosen: readonly Offer[]): void {
    if (cost >= least) return;
    if (left <= 0n) {
      [best, least] = [chosen, cost];
      return;
    }
    if (chosen.length === MOST_LENDERS) return;
    for (let place = from; place < byShare.length; place++) {
      const offer = byShare[place]!;
      const lent = min(offer.available!, left);
      const more = Number(lent) * shareOf(offer) + Number(offer.gas) * debtPerGas;
      look(place + 1, left - lent, cost + more, [...chosen, offer]);
    }
  }
}

/** The most that they have together, as many as may lend one debt. */
export function mostTogether(lenders: readonly Offer[]): bigint {
  return sumOf(largestOf(lenders));
}

function largest(lenders: readonly Offer[]): Offer | null {
  const some = largestOf(lenders);
  return lendTogether(some, sumOf(some));
}

function largestOf(lenders: readonly Offer[]): readonly Offer[] {
  return lenders.toSorted((a, b) => (a.available! > b.available! ? -1 : 1)).slice(0, MOST_LENDERS);
}

function sumOf(lenders: readonly Offer[]): bigint {
  return lenders.reduce((sum, { available }) => sum + available!, 0n);
}

/** Each once, without those that lend alone: they are offers already. */
function several(offers: readonly (Offer | null)[]): readonly Offer[] {
  const found = new Map<string, Offer>();
  for (const offer of offers) if (offer?.loans !== undefined) found.set(keyOf(offer), offer);
  return [...found.values()];
}

const keyOf = ({ loans = [] }: Offer): string => loans.map(({ offer }) => `${offer.funding} ${offer.lender}`).join();

function shareOf({ premium: { rate, scale } }: Offer): number {
  return Number(rate) / Number(scale);
}
