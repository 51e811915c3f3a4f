import type { AdapterAddresses } from "../../core/adapter/define-addresses.ts";
import type { PoolOfProvider } from "../../core/adapter/pools-of-providers.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { accountDataDecoder, type Revision } from "../aave/account-data.ts";
import { discoverBorrowers } from "../aave/discover.ts";
import { readEachMarket } from "../aave/read-markets.ts";
import { readAccounts } from "../aave/read-positions.ts";
import { accountsTouched, eventTable } from "../aave/touched-by.ts";
import type { Protocol } from "../protocol.ts";
import { RECEIPTS } from "./action.ts";
import { after } from "./after.ts";
import { assess } from "./assess.ts";
import { checkMarket } from "./check-book.ts";
import { REVERT_WORDS } from "./errors.ts";
import { BORROW, POOL_EVENTS } from "./events.ts";
import { logSources } from "./log-sources.ts";
import { quote } from "./quote.ts";
import { readMarket } from "./read-market.ts";
import { readRecords } from "./read-records.ts";
import { aaveV3Replays } from "./replay.ts";
import { rulesOf } from "./rules.ts";
import type { AaveV3Market, AaveV3Position } from "./state.ts";
import { tallyDebts } from "./tally-debts.ts";
import { usdPrices } from "./usd-prices.ts";

/** A fork of Aave V3, or Aave V3 itself. */
export interface AaveV3Fork {
  readonly name: ProtocolName;
  /** What people call it. */
  readonly title: string;
  readonly addresses: AdapterAddresses<readonly PoolOfProvider[]>;
  /** Which revisions its pools may have. */
  readonly revision: Revision;
}

/** Of the release whose pools say revision 1. */
const FIRST_VERSION = rulesOf(1)!.version;

/** Of every market. */
const DOLLARS = { symbol: "USD", decimals: 8 } as const;

const events = eventTable(POOL_EVENTS);

/** A protocol with the contracts of Aave V3, any revision, every market of the chain. What the revision decides each pool says itself. */
export function aaveV3Family({ name, title, addresses, revision }: AaveV3Fork): Protocol<AaveV3Market, AaveV3Position> {
  return {
    name,
    contract: "AaveV3Liquidator",
    receipts: RECEIPTS,
    hasMarketIds: false,
    errors: REVERT_WORDS,
    addresses,
    replays: aaveV3Replays({ unit: DOLLARS, usualVersion: revision === "first" ? FIRST_VERSION : null }),
    decoders: { "user-account-data": accountDataDecoder({ revision, currency: () => ({ unit: DOLLARS }) }) },
    markets: (book) => addresses.of(book).map((market) => ({ name: market.name, address: market.pool })),
    // Booked since v3.3 as a deficit of the reserve, which the umbrella covers; before, the debt just stayed.
    realizesBadDebt: () => true,
    async checkBook(client, book) {
      const check = (market: PoolOfProvider) =>
        checkMarket(client, `the ${title} market "${market.name}" on ${book.name}`, market);
      await Promise.all(addresses.of(book).map(check));
    },
    discover: (context, options) =>
      discoverBorrowers(context, options, { protocol: name, pools: addresses.of(context.book), borrowEvent: BORROW }),
    readMarkets: (context, markets, blockNumber) => readEachMarket(context, markets, blockNumber, readMarket),
    readPositions: (context, targets, markets, blockNumber, onProgress) =>
      readAccounts(context, targets, markets, { version: title, readRecords, blockNumber, onProgress }),
    logSources,
    touchedBy: (logs, book, markets) =>
      accountsTouched(logs, { protocol: name, pools: addresses.of(book), events }, markets),
    tallyDebts,
    // stable debt grows by the second and no transaction is needed; everything else is kept in scaled units
    drifts: ({ holdings }) => holdings.some(({ stableDebt }) => stableDebt > 0n),
    usdPrices,
    pricedTokens: () => [],
    assess,
    quote,
    after,
  };
}
