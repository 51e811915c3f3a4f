import type { Address, Hex, PublicClient } from "viem";
import type { AdapterAddresses } from "../core/adapter/define-addresses.ts";
import type { AdapterSettings } from "../core/adapter/define-settings.ts";
import type { ChainBook } from "../core/chain-book.ts";
import type { Context } from "../core/context.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { RevertWords } from "../core/errors/revert-words.ts";
import type { FundingName, LiquidatorName, ProtocolName } from "../core/names/names.ts";
import type { AccountRef, Assessment } from "./types.ts";

/** State of one account at one block, or why it could not be read. A failed read is never "healthy". */
export type AccountState<State> =
  | {
      readonly ok: true;
      readonly ref: AccountRef;
      readonly blockNumber: bigint;
      readonly timestamp: bigint;
      readonly state: State;
    }
  | {
      readonly ok: false;
      readonly ref: AccountRef;
      readonly blockNumber: bigint;
      readonly timestamp: bigint;
      readonly reason: Reason;
    };

/** One progress step of a long read. */
export type OnProgress = (done: number, total: number, what: string) => void;

/** Whose accounts to look for. */
export interface DiscoverOptions {
  /** Absent: everybody's. One user is found without a log scan where that is possible. */
  readonly user?: Address;
  /** With `user`: in this market only, where the protocol has market ids. */
  readonly marketId?: Hex;
  /** Block whose state will be read. */
  readonly toBlock: bigint;
  readonly onProgress?: OnProgress;
}

/** What assessing may be told besides the state. Pure data. */
export interface AssessOptions {
  /** Seconds after the block's timestamp for which debts are projected, so that a full repay still covers its interest. */
  readonly horizonSeconds: bigint;
  /** Take positions whose liquidation realises bad debt for the lenders. */
  readonly realizeBadDebt: boolean;
  /** USD prices, 8 decimals, by lower-case token address, for protocols whose own oracle has no USD. */
  readonly usdPrices: ReadonlyMap<string, bigint>;
}

/** The off-chain half of a lending protocol. `State` is the protocol's own and opaque to the flow. */
export interface Protocol<State> {
  readonly name: ProtocolName;
  /** Contract of this project that liquidates it. */
  readonly contract: LiquidatorName;
  /** Sources of money that its contract has, cheapest first. */
  readonly fundings: readonly FundingName[];
  /**
   * True where the protocol books bad debt by itself and calls for liquidators all the same: then `realizeBadDebt` of the
   * settings is not asked.
   */
  readonly booksBadDebt: boolean;
  /** What the protocol calls the tokens that it can hand over instead of the collateral; null where it has none. */
  readonly receipts: string | null;
  /** True where one contract has many markets, told apart by `AccountRef.marketId`. */
  readonly hasMarketIds: boolean;
  /** Errors of its contracts. */
  readonly errors: RevertWords;
  readonly addresses: AdapterAddresses<unknown>;
  /** What can be set about it; absent where nothing can. Listed in cli/adapter-settings.ts as well, which loads nothing else. */
  readonly settings?: AdapterSettings;
  /** Contracts of this chain that liquidate, by the name that people give them. The owner must allow each. */
  markets(book: ChainBook): readonly { readonly name: string; readonly address: Address }[];
  /**
   * Asks the chain whether the book is right about this protocol.
   * @throws AddressBookError for the first entry that is wrong, RpcError when the node cannot be asked.
   */
  checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void>;
  /**
   * Accounts that have ever borrowed, from logs, resumable.
   * @throws RpcError, InterruptedError from a log scan.
   */
  discover(context: Context, options: DiscoverOptions): Promise<AccountRef[]>;
  /** Reads accounts through the lens, hundreds a call, all at `blockNumber`. Order is kept. */
  read(
    context: Context,
    refs: readonly AccountRef[],
    blockNumber: bigint,
    onProgress?: OnProgress,
  ): Promise<AccountState<State>[]>;
  /** Tokens whose USD price the protocol's own oracle does not give and `assess` wants in `usdPrices`. */
  pricedTokens(account: Extract<AccountState<State>, { ok: true }>): readonly Address[];
  /** Pure: the protocol's exact rules on that state. */
  assess(account: AccountState<State>, options: AssessOptions): Assessment;
}
