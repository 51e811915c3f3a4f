import { isAddressEqual } from "viem";
import type { AdapterAddresses } from "../../core/adapter/define-addresses.ts";
import type { PoolWithCurrency } from "../../core/adapter/pools-with-currency.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import type { LiquidatorName, ProtocolName } from "../../core/names/names.ts";
import { accountDataDecoder } from "../aave/account-data.ts";
import { discoverBorrowers } from "../aave/discover.ts";
import { readEachMarket } from "../aave/read-markets.ts";
import { readAccounts } from "../aave/read-positions.ts";
import { accountsTouched, tokensOf } from "../aave/touched-by.ts";
import { marketUnitOf, unitOfContract, unitOfCurrency } from "../currency-of.ts";
import type { NamedUnit } from "../decoder.ts";
import type { Protocol } from "../protocol.ts";
import { RECEIPTS } from "./action.ts";
import { after } from "./after.ts";
import { assess } from "./assess.ts";
import { checkMarket } from "./check-book.ts";
import { REVERT_WORDS } from "./errors.ts";
import { BORROW, eventsOf } from "./events.ts";
import type { AaveV2Policy } from "./policy.ts";
import { quote } from "./quote.ts";
import { marketReader } from "./read-market.ts";
import { readRecords } from "./read-records.ts";
import { replaySeize } from "./replay.ts";
import type { AaveV2Market, AaveV2Position } from "./state.ts";
import { tallyDebts } from "./tally-debts.ts";
import { usdPrices } from "./usd.ts";

export type { AaveV2Policy } from "./policy.ts";

/** A fork of Aave V2, or Aave V2 itself. */
export interface AaveV2Fork {
  readonly name: ProtocolName;
  /** What people call it. */
  readonly title: string;
  readonly contract: LiquidatorName | null;
  readonly addresses: AdapterAddresses<readonly PoolWithCurrency[]>;
  readonly policy: AaveV2Policy;
  /** What its oracles count in wherever no market is known; null: there is no telling. */
  readonly usualCurrency: NamedUnit | null;
}

/** What records count in unless something else is known. */
const ETHER: NamedUnit = { symbol: "ETH", decimals: 18 };

/** A protocol with the contracts of Aave V2, every market of the chain; what a fork does in another way is its policy. */
export function aaveV2Family(fork: AaveV2Fork): Protocol<AaveV2Market, AaveV2Position> {
  const { name, title, contract, addresses, policy } = fork;
  const marketsOf = (book: ChainBook) =>
    addresses.of(book).map(({ name, pool, base }) => ({ name, address: pool, unit: unitOfCurrency(base) }));
  const currency = (book: ChainBook, market: string | null) =>
    marketUnitOf({ title, chain: book.name, markets: marketsOf(book), usual: fork.usualCurrency }, market);
  const currencyOf = (book: ChainBook | null, contract: string | null) =>
    unitOfContract(book === null ? [] : marketsOf(book), contract) ?? fork.usualCurrency ?? ETHER;
  const events = eventsOf(policy);
  const marketOf = (book: ChainBook, pool: string) =>
    addresses.of(book).find((market) => isAddressEqual(market.pool, pool as `0x${string}`));
  return {
    name,
    contract,
    receipts: RECEIPTS,
    hasMarketIds: false,
    errors: REVERT_WORDS,
    addresses,
    replays: { kinds: { seize: (call, book) => replaySeize(call, book, { policy, currencyOf }) } },
    decoders: { "user-account-data": accountDataDecoder({ revision: "first", currency }) },
    markets: (book) => addresses.of(book).map((market) => ({ name: market.name, address: market.pool })),
    // Nothing is written off: what the collateral does not pay just stays.
    realizesBadDebt: () => true,
    async checkBook(client, book) {
      const check = (market: PoolWithCurrency) =>
        checkMarket(client, `the ${title} market "${market.name}" on ${book.name}`, market);
      await Promise.all(addresses.of(book).map(check));
    },
    discover: (context, options) =>
      discoverBorrowers(context, options, {
        protocol: name,
        pools: addresses.of(context.book),
        borrowEvent: BORROW,
      }),
    readMarkets: (context, markets, blockNumber) => {
      const baseOf = (pool: string) => {
        const known = marketOf(context.book, pool);
        if (known === undefined) throw new RangeError(`nothing is known of the ${title} market ${pool}`);
        return known.base;
      };
      return readEachMarket(context, markets, blockNumber, marketReader(baseOf));
    },
    readPositions: (context, targets, markets, blockNumber, onProgress) =>
      readAccounts(context, targets, markets, { version: title, readRecords, blockNumber, onProgress }),
    // The pool tells of every change of a stable debt, and its interest is computed.
    logSources: ({ market }, state) => [market, ...tokensOf(state)],
    touchedBy: (logs, book, markets) =>
      accountsTouched(logs, { protocol: name, pools: addresses.of(book), events }, markets),
    drifts: () => false,
    tallyDebts,
    usdPrices,
    pricedTokens: ({ base }) => (base.token === null ? [] : [base.token]),
    assess: (target, market, position, options) => assess(target, market, position, options, { contract, policy }),
    quote: (market, position, action, size, at) => quote(market, position, action, size, at, policy),
    after: (market, position, action, quoted) => after(market, position, action, quoted, policy),
  };
}
