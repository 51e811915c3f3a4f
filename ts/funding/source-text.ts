import type { FundingName } from "../core/names/names.ts";
import type { Offer } from "./funding.ts";
import { lendersOf } from "./lenders-of.ts";

const AND = "+";

/** The sources that pay, as records keep them: `aave`, or `morpho+aave` where several lend. */
export function sourceText(offer: Offer): string {
  return lendersOf(offer)
    .map(({ funding }) => funding)
    .join(AND);
}

/** What {@link sourceText} says, read again; what is no name of today is left as it is. */
export function sourcesIn(text: string): FundingName[] {
  return text.split(AND) as FundingName[];
}
