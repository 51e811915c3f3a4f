import type { Protocol } from "../protocol.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";
import { assess } from "./assess.ts";
import { checkBook } from "./check-book.ts";
import { discover } from "./discover.ts";
import { REVERT_WORDS } from "./errors.ts";
import { read } from "./read.ts";
import type { AaveV3State } from "./state.ts";

/** Aave V3, every revision, every market of the chain. */
export const aaveV3: Protocol<AaveV3State> = {
  name: "aave-v3",
  contract: "AaveV3Liquidator",
  fundings: ["flash-swap", "aave", "wallet"],
  // Since v3.3 as a deficit of the reserve, which the umbrella covers; before, the debt just stayed.
  booksBadDebt: true,
  receipts: "aTokens",
  hasMarketIds: false,
  errors: REVERT_WORDS,
  addresses: AAVE_V3_ADDRESSES,
  markets: (book) => AAVE_V3_ADDRESSES.of(book).map(({ name, pool }) => ({ name, address: pool })),
  checkBook,
  discover,
  read,
  pricedTokens: () => [],
  assess,
};
