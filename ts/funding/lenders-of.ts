import type { FundingName } from "../core/names/names.ts";
import type { Offer } from "./funding.ts";

/** An offer of one place. */
export type SingleOffer = Offer & { readonly funding: FundingName };

/** Everybody who lends under an offer. */
export function lendersOf(offer: Offer): readonly SingleOffer[] {
  return (offer.loans?.map((loan) => loan.offer) ?? [offer]) as readonly SingleOffer[];
}
