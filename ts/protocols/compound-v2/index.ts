import type { Protocol } from "../protocol.ts";
import { RECEIPTS } from "./action.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";
import { after } from "./after.ts";
import { assess } from "./assess.ts";
import { checkBook } from "./check-book.ts";
import { DECODERS } from "./decoders.ts";
import { discover } from "./discover.ts";
import { REVERT_WORDS } from "./errors.ts";
import { logSources } from "./log-sources.ts";
import { quote } from "./quote.ts";
import { readMarkets } from "./read-markets.ts";
import { readPositions } from "./read-positions.ts";
import { REPLAYS } from "./replay.ts";
import type { CompoundMarket, CompoundPosition } from "./state.ts";
import { tallyDebts } from "./tally-debts.ts";
import { touchedBy } from "./touched-by.ts";
import { usdPrices } from "./usd-prices.ts";

/** Compound V2 and its relatives, every comptroller of the chain. */
export const compoundV2: Protocol<CompoundMarket, CompoundPosition> = {
  name: "compound-v2",
  contract: "CompoundV2Liquidator",
  receipts: RECEIPTS,
  hasMarketIds: false,
  errors: REVERT_WORDS,
  addresses: COMPOUND_V2_ADDRESSES,
  decoders: DECODERS,
  replays: REPLAYS,
  markets: (book) => COMPOUND_V2_ADDRESSES.of(book).map(({ name, comptroller }) => ({ name, address: comptroller })),
  // What the collateral does not pay stays a debt: nobody is charged for it.
  realizesBadDebt: () => true,
  checkBook,
  discover,
  readMarkets,
  readPositions,
  logSources,
  touchedBy,
  // interest changes the market alone, but for that of the dollars
  drifts: ({ dollars }) => dollars > 0n,
  tallyDebts,
  usdPrices,
  // an oracle without dollars is told what its unit is worth
  pricedTokens: ({ unit }) => (unit === null ? [] : [unit]),
  assess,
  quote,
  after,
};
