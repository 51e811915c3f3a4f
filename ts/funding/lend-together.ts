import { zeroAddress } from "viem";
import { min } from "../core/math/math.ts";
import { type Loan, NO_PREMIUM, type Offer } from "./funding.ts";

/** `Several` of contracts/types/Plan.sol. */
const SOURCE = 11;

/**
 * An amount from these lenders, whoever charges least first, each as much as it has. Pure.
 * @param lenders that say what they have, each once
 * @param amount debt units, above 0
 * @returns the offer of one of them where that one suffices; null where all of them together do not
 */
export function lendTogether(lenders: readonly Offer[], amount: bigint): Offer | null {
  const loans: Loan[] = [];
  let left = amount;
  for (const offer of lenders.toSorted((a, b) => shareOf(a) - shareOf(b))) {
    const lent = min(left, offer.available ?? 0n);
    if (lent > 0n) loans.push({ offer, amount: lent });
    left -= lent;
  }
  const [first, ...others] = loans;
  if (left > 0n || first === undefined) return null;
  if (others.length === 0) return first.offer;
  const offers = loans.map(({ offer }) => offer);
  return {
    funding: "several",
    source: SOURCE,
    lender: zeroAddress,
    loans,
    sale: "exact-input",
    available: offers.reduce((sum, { available }) => sum + available!, 0n),
    premium: NO_PREMIUM,
    locks: offers.flatMap(({ locks }) => locks),
    gas: offers.reduce((sum, { gas }) => sum + gas, 0n),
  };
}

function shareOf({ premium: { rate, scale } }: Offer): number {
  return Number(rate) / Number(scale);
}
