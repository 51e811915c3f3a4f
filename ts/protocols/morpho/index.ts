import type { Protocol } from "../protocol.ts";
import { MORPHO_ADDRESSES } from "./addresses.ts";
import { after } from "./after.ts";
import { assess } from "./assess.ts";
import { checkBook } from "./check-book.ts";
import { DECODERS } from "./decoders.ts";
import { discover } from "./discover.ts";
import { REVERT_WORDS } from "./errors.ts";
import { quote } from "./quote.ts";
import { readMarkets } from "./read-markets.ts";
import { readPositions } from "./read-positions.ts";
import { REPLAYS } from "./replay.ts";
import { MORPHO_SETTINGS } from "./settings.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";
import { tallyDebts } from "./tally-debts.ts";
import { touchedBy } from "./touched-by.ts";

/** Morpho Blue: one singleton, many markets. */
export const morpho: Protocol<MorphoMarket, MorphoPosition> = {
  name: "morpho",
  contract: "MorphoLiquidator",
  receipts: null,
  hasMarketIds: true,
  errors: REVERT_WORDS,
  addresses: MORPHO_ADDRESSES,
  settings: MORPHO_SETTINGS,
  decoders: DECODERS,
  replays: REPLAYS,
  markets: (book) => {
    const singleton = MORPHO_ADDRESSES.of(book);
    return singleton === null ? [] : [{ name: "morpho", address: singleton.morpho }];
  },
  vouchers: (book) => {
    const factory = MORPHO_ADDRESSES.of(book)?.preLiquidationFactory;
    return factory === undefined ? [] : [{ name: "morpho pre-liquidations", address: factory.address }];
  },
  // It is taken from the lenders of the market at once, so the operator is asked.
  realizesBadDebt: (config) => MORPHO_SETTINGS.of(config).realizeBadDebt,
  realizesBadDebtIn: (config) => new Set(MORPHO_SETTINGS.of(config).realizeBadDebtIn),
  checkBook,
  discover,
  readMarkets,
  readPositions,
  logSources: ({ market }) => [market],
  touchedBy,
  tallyDebts,
  // Interest changes the market alone. Prices that the market does not read come with the position.
  drifts: ({ preLiquidations }) => preLiquidations?.some(({ price }) => price !== "market") ?? false,
  // A market's oracle compares its two tokens and knows no dollar.
  usdPrices: () => new Map(),
  pricedTokens: ({ params }) => [params.loanToken],
  assess,
  quote,
  after,
};
