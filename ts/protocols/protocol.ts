import type { Address, Hex, PublicClient } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import type { ChainBook } from "../core/chain-book.ts";
import type { Config } from "../core/config/config.ts";
import type { Context } from "../core/context.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";
import type { LiquidatorName, ProtocolName } from "../core/names/names.ts";
import type { Token } from "../core/tokens/token.ts";
import type { Action, Moment, QuoteResult, SeizeQuote } from "./action.ts";
import type { Assessment } from "./assessment.ts";
import type { AnswerDecoder } from "./decoder.ts";
import type { Replays } from "./replay.ts";
import type { MarketRef, Target } from "./target.ts";

/** What was read of a market or a position at one block, or why it could not be. A failed read is never "healthy". */
export type Read<State> =
  | { readonly ok: true; readonly blockNumber: bigint; readonly timestamp: bigint; readonly state: State }
  /** `timestamp` 0: not even the block's is known. */
  | { readonly ok: false; readonly blockNumber: bigint; readonly timestamp: bigint; readonly reason: Reason };

/** Markets by {@link marketKey}. */
export type MarketReads<Market> = ReadonlyMap<string, Read<Market>>;

/** One progress step of a long read. */
export type OnProgress = (done: number, total: number, what: string) => void;

/** Whose accounts to look for. */
export interface DiscoverOptions {
  /** Absent: everybody's. One user is found without a log scan where that is possible. */
  readonly user?: Address;
  /** These alone, in every market, without a log scan for them; not with `user`. */
  readonly users?: readonly Address[];
  /** With `user`: in this market only, where the protocol has market ids. */
  readonly marketId?: Hex;
  /** Forget what earlier log scans have found. Absent: no. */
  readonly anew?: boolean;
  /** Block whose state will be read. */
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/** Who may be acted on, as far as it is known, and where. */
export interface Discovered {
  readonly targets: readonly Target[];
  /** Every market from which can be borrowed, also those in which nobody was found; those of the targets need not be named. */
  readonly markets: readonly MarketRef[];
  /** Files with the log scans that this rests on, for `doubtLogs`. */
  readonly scans: readonly string[];
}

/**
 * What a market says that all its accounts owe together of a token, and what those do that were found. In a unit of the
 * protocol's own that grows with no interest and is moved from one account to the other without rounding, so that the parts
 * add up to the whole exactly.
 */
export interface DebtTally {
  readonly token: Token;
  /** Null: the market does not say it, and nothing can be concluded. */
  readonly whole: bigint | null;
  readonly found: bigint;
  /** Token units of the difference, rounded up; 0 where the whole is not known or not more. */
  readonly missing: bigint;
}

/** What assessing may be told besides the state. Pure data. */
export interface AssessOptions {
  /** Seconds after the block's timestamp for which debts are projected, so that a full repay still covers its interest. */
  readonly horizonSeconds: bigint;
  /** Take positions whose liquidation realises bad debt for the lenders. */
  readonly realizeBadDebt: boolean;
  /** In these markets all the same, ids in lower case. Absent: in none. */
  readonly realizeBadDebtIn?: ReadonlySet<string>;
  /** USD prices, 8 decimals, by lower-case token address, for protocols whose own oracle has no USD. */
  readonly usdPrices: ReadonlyMap<string, bigint>;
  /** Search the prices at which a position fails: most of the work, and of use only to people. Absent: yes. */
  readonly liquidationPrices?: boolean;
}

/** A contract, by the name that people give it. */
export interface NamedContract {
  readonly name: string;
  readonly address: Address;
}

/** A log as the chain gives it, not decoded. */
export interface ChainLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

/** A target that a log is about. */
export interface Touched {
  readonly target: Target;
  /** True when it has borrowed: whoever was no target before is one now. */
  readonly borrows: boolean;
}

/**
 * The off-chain half of a lending protocol. `Market` and `Position` are the protocol's own and opaque to the flow: a market
 * holds what all its positions share (prices, indices, parameters), a position only what its own transactions change.
 */
export interface Protocol<Market, Position> {
  readonly name: ProtocolName;
  /** Contract of this project that liquidates it; null where there is none yet: it can be read and watched all the same. */
  readonly contract: LiquidatorName | null;
  /** What the protocol calls the tokens that it can hand over instead of the collateral; null where it has none. */
  readonly receipts: string | null;
  /** True where one contract has many markets, told apart by `MarketRef.marketId`. */
  readonly hasMarketIds: boolean;
  /** Errors of its contracts. */
  readonly errors: RevertWords;
  readonly addresses: AdapterAddresses<unknown>;
  /** What can be set about it; absent where nothing can. Listed in cli/adapter-settings.ts as well, which loads nothing else. */
  readonly settings?: AdapterSettings;
  /** Raw answers of its contracts that `fliq decode` can read, by the name that the command takes. Absent: none. */
  readonly decoders?: Readonly<Record<string, AnswerDecoder>>;
  /** How real calls are worked out anew from what they met, for `fliq replay`. Absent: they are not. */
  readonly replays?: Replays;
  /** Contracts of this chain that liquidate, by the name that people give them. The owner must allow each. */
  markets(book: ChainBook): readonly NamedContract[];
  /**
   * Contracts of this chain that are no market, but whose word makes others callable that are on no list. The owner must allow each
   * as he allows a market. Absent: there are none.
   */
  vouchers?(book: ChainBook): readonly NamedContract[];
  /** Whether positions are to be taken whose liquidation leaves a loss with the lenders: for `AssessOptions`. */
  realizesBadDebt(config: Config): boolean;
  /** Markets in which they are taken all the same, ids in lower case: for `AssessOptions`. Absent: the protocol has no market ids. */
  realizesBadDebtIn?(config: Config): ReadonlySet<string>;
  /**
   * Asks the chain whether the book is right about this protocol.
   * @throws AddressBookError for the first entry that is wrong, RpcError when the node cannot be asked.
   */
  checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void>;
  /**
   * Accounts that have ever borrowed, from logs, resumable.
   * @throws RpcError, InterruptedError from a log scan.
   */
  discover(context: Context, options: DiscoverOptions): Promise<Discovered>;
  /**
   * Markets at one block, each once, by their keys. What cannot be read is a result.
   * @throws InterruptedError when the context's signal is aborted.
   */
  readMarkets(context: Context, markets: readonly MarketRef[], blockNumber: bigint): Promise<Map<string, Read<Market>>>;
  /**
   * Positions at one block, hundreds a call. Order is kept; what cannot be read is a result.
   * @param markets as `readMarkets` gives them, of that block or an earlier one; whoever needs them waits for them
   * @throws InterruptedError when the context's signal is aborted.
   */
  readPositions(
    context: Context,
    targets: readonly Target[],
    markets: MarketReads<Market> | Promise<MarketReads<Market>>,
    blockNumber: bigint,
    onProgress?: OnProgress,
  ): Promise<Read<Position>[]>;
  /** Contracts of the market whose logs tell that a position has changed. */
  logSources(ref: MarketRef, market: Market | null): readonly Address[];
  /**
   * The targets that these logs are about, each once. Logs of other contracts are passed over. Pure.
   * @param book says which contracts are the protocol's, also while nobody has borrowed from them
   * @param markets those that are known
   * @param targets those that are known, for logs that name an account and no market
   */
  touchedBy(
    logs: readonly ChainLog[],
    book: ChainBook,
    markets: MarketReads<Market>,
    targets: readonly Target[],
  ): Touched[];
  /** Whether a position changes without any log, so that it must be read again at every block. */
  drifts(position: Position): boolean;
  /**
   * Pure. Whether the accounts that were found are all that owe: who is in no log owes all the same, and the market knows it.
   * One for each token that the market lends.
   * @param positions all that were found in this market, of the same block
   */
  tallyDebts(market: Market, positions: readonly Position[]): readonly DebtTally[];
  /** USD prices, 8 decimals, by lower-case token address, that the protocol's own oracle says in this market. */
  usdPrices(market: Market): ReadonlyMap<string, bigint>;
  /** Tokens whose USD price the protocol's own oracle does not give and `assess` wants in `AssessOptions.usdPrices`. */
  pricedTokens(market: Market): readonly Address[];
  /**
   * Pure: the protocol's exact rules. The position may have been read at an earlier block than the market, as long as no
   * transaction has touched it since; the assessment is of the market's block.
   */
  assess(target: Target, market: Read<Market>, position: Read<Position>, options: AssessOptions): Assessment;
  /**
   * Pure. What paying at most `size` for an action of this very market and position brings at that moment, or why the
   * protocol refuses it.
   * @param size units of `action.pays.token`
   */
  quote(market: Market, position: Position, action: Action, size: bigint, at: Moment): QuoteResult;
  /**
   * Pure. The states right after an action that brought this quote, as if it had been done in the market's own block, so that whatever
   * is left can be assessed again; null where the action would be refused there. Absent: they have to be read.
   * @param timestamp of that block, seconds
   */
  after?(
    market: Market,
    position: Position,
    action: Action,
    quote: SeizeQuote,
    timestamp: bigint,
  ): { readonly market: Market; readonly position: Position } | null;
}

/** A protocol whose states nobody outside can look into. */
export type AnyProtocol = Protocol<unknown, unknown>;
