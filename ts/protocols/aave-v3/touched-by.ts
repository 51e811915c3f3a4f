import { type Address, getAddress, type Hex, parseAbi, toEventSelector } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { ChainLog, MarketReads, Touched } from "../protocol.ts";
import { accountTarget, type MarketRef, marketKey, targetKey } from "../target.ts";
import { AAVE_V3_ADDRESSES } from "./addresses.ts";
import { logSources } from "./log-sources.ts";
import type { AaveV3Market } from "./state.ts";

/**
 * Events of the pool after which an account's position may be another, and where the account is named. IPool.sol, all
 * revisions; those of stable debt until v3.1. Enums are bytes.
 */
const POOL_EVENTS = parseAbi([
  "event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
  "event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)",
  "event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
  "event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)",
  "event SwapBorrowRateMode(address indexed reserve, address indexed user, uint8 interestRateMode)",
  "event RebalanceStableBorrowRate(address indexed reserve, address indexed user)",
  "event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)",
  "event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)",
  "event UserEModeSet(address indexed user, uint8 categoryId)",
  "event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)",
]);
/** Of aTokens and debt tokens; interest that a transfer adds to a balance is in it or in another one of the same call. */
const TRANSFER = "event Transfer(address indexed from, address indexed to, uint256 value)";

const BORROW = "Borrow";
const ACCOUNT_NAMES: readonly string[] = ["onBehalfOf", "user"];

interface Event {
  /** Topics that name an account. */
  readonly topics: readonly number[];
  readonly borrows: boolean;
}

const IN_POOL: ReadonlyMap<Hex, Event> = new Map(
  POOL_EVENTS.map((event) => {
    const indexed = event.inputs.filter((input) => "indexed" in input && input.indexed);
    const topic = 1 + indexed.findIndex(({ name }) => ACCOUNT_NAMES.includes(name));
    return [toEventSelector(event), { topics: [topic], borrows: event.name === BORROW }];
  }),
);
const IN_TOKEN: ReadonlyMap<Hex, Event> = new Map([[toEventSelector(TRANSFER), { topics: [1, 2], borrows: false }]]);

type Book = Pick<ChainBook, "name" | "addresses">;

/**
 * The accounts whose positions these logs may have changed, each once, in the order of the logs. Rather one too many (the
 * treasury, whoever only received) than one too few. Logs of other contracts, and malformed ones, are passed over.
 */
export function touchedBy(logs: readonly ChainLog[], book: Book, markets: MarketReads<AaveV3Market>): Touched[] {
  const sources = sourcesOf(book, markets);
  const touched = new Map<string, Touched>();
  for (const { address, topics } of logs) {
    const source = sources.get(address.toLowerCase());
    const event = source?.events.get((topics[0] ?? "0x").toLowerCase() as Hex);
    if (source === undefined || event === undefined) continue;
    for (const place of event.topics) {
      const user = accountIn(topics[place]);
      if (user === null) continue;
      const target = accountTarget({ protocol: "aave-v3", market: source.pool }, user);
      const key = targetKey(target);
      touched.set(key, { target, borrows: event.borrows || touched.get(key)?.borrows === true });
    }
  }
  return [...touched.values()];
}

interface Source {
  readonly pool: Address;
  readonly events: ReadonlyMap<Hex, Event>;
}

/** By lower-case address. Of a market from which nobody has borrowed, or that could not be read, the pool alone is known. */
function sourcesOf(book: Book, markets: MarketReads<AaveV3Market>): Map<string, Source> {
  const sources = new Map<string, Source>();
  for (const { pool } of AAVE_V3_ADDRESSES.of(book)) {
    const ref: MarketRef = { protocol: "aave-v3", market: pool };
    const read = markets.get(marketKey(ref));
    const [, ...tokens] = logSources(ref, read?.ok ? read.state : null);
    for (const token of tokens) sources.set(token.toLowerCase(), { pool, events: IN_TOKEN });
    sources.set(pool.toLowerCase(), { pool, events: IN_POOL });
  }
  return sources;
}

const ACCOUNT_WORD = /^0x0{24}[0-9a-f]{40}$/i;
const NOBODY = /^0x0+$/;

/** The account in a topic; null for nobody's and for what is no address. */
function accountIn(topic: Hex | undefined): Address | null {
  if (topic === undefined || !ACCOUNT_WORD.test(topic) || NOBODY.test(topic)) return null;
  return getAddress(`0x${topic.slice(26)}`);
}
