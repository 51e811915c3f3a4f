import type { Protocol } from "../protocol.ts";
import { RECEIPTS } from "./action.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";
import { assess } from "./assess.ts";
import { checkBook } from "./check-book.ts";
import { discover } from "./discover.ts";
import { REVERT_WORDS } from "./errors.ts";
import { logSources } from "./log-sources.ts";
import { quote } from "./quote.ts";
import { readMarkets } from "./read-markets.ts";
import { readPositions } from "./read-positions.ts";
import type { AaveV3Market, AaveV3Position } from "./state.ts";
import { tallyDebts } from "./tally-debts.ts";
import { touchedBy } from "./touched-by.ts";
import { usdPrices } from "./usd-prices.ts";

/** Aave V3, every revision, every market of the chain. */
export const aaveV3: Protocol<AaveV3Market, AaveV3Position> = {
  name: "aave-v3",
  contract: "AaveV3Liquidator",
  receipts: RECEIPTS,
  hasMarketIds: false,
  errors: REVERT_WORDS,
  addresses: AAVE_V3_ADDRESSES,
  markets: (book) => AAVE_V3_ADDRESSES.of(book).map(({ name, pool }) => ({ name, address: pool })),
  // Booked since v3.3 as a deficit of the reserve, which the umbrella covers; before, the debt just stayed.
  realizesBadDebt: () => true,
  checkBook,
  discover,
  readMarkets,
  readPositions,
  logSources,
  touchedBy,
  // stable debt grows by the second and no transaction is needed; everything else is kept in scaled units
  tallyDebts,
  drifts: ({ holdings }) => holdings.some(({ stableDebt }) => stableDebt > 0n),
  usdPrices,
  pricedTokens: () => [],
  assess,
  quote,
};
