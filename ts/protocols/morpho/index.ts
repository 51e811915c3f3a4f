import type { Protocol } from "../protocol.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { assess } from "./assess.ts";
import { checkBook } from "./check-book.ts";
import { discover } from "./discover.ts";
import { REVERT_WORDS } from "./errors.ts";
import { read } from "./read.ts";
import { MORPHO_SETTINGS } from "./settings.ts";
import type { MorphoState } from "./state.ts";

/** Morpho Blue: one singleton, many markets. */
export const morpho: Protocol<MorphoState> = {
  name: "morpho",
  contract: "MorphoLiquidator",
  fundings: ["callback", "wallet"],
  // It is taken from the lenders of the market at once.
  booksBadDebt: false,
  receipts: null,
  hasMarketIds: true,
  errors: REVERT_WORDS,
  addresses: MORPHO_ADDRESSES,
  settings: MORPHO_SETTINGS,
  markets: (book) => {
    const singleton = MORPHO_ADDRESSES.of(book);
    return singleton === null ? [] : [{ name: "morpho", address: singleton.morpho }];
  },
  checkBook,
  discover,
  read,
  pricedTokens: ({ state }) => [state.market.params.loanToken],
  assess,
};
