import { type Address, getAddress, type Log, parseAbi, parseEventLogs } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { ChainLog, MarketReads, Touched } from "../protocol.ts";
import { accountTarget, type MarketRef, marketKey, targetKey } from "../target.ts";
import { COMPOUND_V2_ADDRESSES } from "./addresses.ts";
import { logSources } from "./log-sources.ts";
import type { CompoundMarket } from "./state.ts";

/**
 * Events after which a position may be another; the accounts of all but transfers stand in the data. Supplies, redemptions and seizures
 * are transfers as well, and a liquidation repays. Compound V2, every release; Venus, and its lender of dollars.
 */
const EVENTS = parseAbi([
  "event MarketEntered(address cToken, address account)",
  "event MarketExited(address cToken, address account)",
  "event Transfer(address indexed from, address indexed to, uint256 amount)",
  "event Borrow(address borrower, uint256 borrowAmount, uint256 accountBorrows, uint256 totalBorrows)",
  "event RepayBorrow(address payer, address borrower, uint256 repayAmount, uint256 accountBorrows, uint256 totalBorrows)",
  "event MintVAI(address minter, uint256 mintVAIAmount)",
  "event RepayVAI(address payer, address borrower, uint256 repayVAIAmount)",
  "event LiquidateVAI(address liquidator, address borrower, uint256 repayAmount, address vTokenCollateral, uint256 seizeTokens)",
]);

type Book = Pick<ChainBook, "name" | "addresses">;

/**
 * The accounts whose positions these logs may have changed, each once, in the order of the logs. Rather one too many (a cToken, to
 * which redeemed cTokens go) than one too few. Logs of other contracts, and malformed ones, are passed over.
 */
export function touchedBy(logs: readonly ChainLog[], book: Book, markets: MarketReads<CompoundMarket>): Touched[] {
  const sources = sourcesOf(book, markets);
  const ours = logs.filter(({ address }) => sources.has(address.toLowerCase()));
  const touched = new Map<string, Touched>();
  // of a log only what `ChainLog` has is looked at; what does not decode is left out
  for (const { address, eventName, args } of parseEventLogs({ abi: EVENTS, logs: ours as unknown as Log[] })) {
    const comptroller = sources.get(address.toLowerCase())!;
    const borrows = eventName === "Borrow" || eventName === "MintVAI";
    for (const user of accountsIn(args)) {
      const target = accountTarget({ protocol: "compound-v2", market: comptroller }, getAddress(user));
      const key = targetKey(target);
      touched.set(key, { target, borrows: borrows || touched.get(key)?.borrows === true });
    }
  }
  return [...touched.values()];
}

/** Whose position it is in each event; nobody mints or burns. */
function accountsIn(args: Readonly<Record<string, unknown>>): Address[] {
  const named = ["account", "borrower", "minter", "from", "to"].map((name) => args[name] as Address | undefined);
  return named.filter((one): one is Address => one !== undefined && BigInt(one) !== 0n);
}

/** The comptroller behind each contract, by lower-case address; of one that was not read, itself alone is known. */
function sourcesOf(book: Book, markets: MarketReads<CompoundMarket>): Map<string, Address> {
  const sources = new Map<string, Address>();
  for (const { comptroller } of COMPOUND_V2_ADDRESSES.of(book)) {
    const ref: MarketRef = { protocol: "compound-v2", market: comptroller };
    const read = markets.get(marketKey(ref));
    for (const one of logSources(ref, read?.ok ? read.state : null)) sources.set(one.toLowerCase(), comptroller);
  }
  return sources;
}
