import type { Address } from "viem";
import type { ChainBook } from "../chains/chain-book.ts";
import type { Context } from "../core/context.ts";
import type { AccountRef, Assessment, FundingName, ProtocolName, Reason } from "../flow/types.ts";

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
  readonly contract: "AaveV3Liquidator" | "MorphoLiquidator";
  /** Sources of money that its contract has, cheapest first. */
  readonly fundings: readonly FundingName[];
  /**
   * True where the protocol books bad debt by itself and calls for liquidators all the same: then `realizeBadDebt` of the
   * settings is not asked.
   */
  readonly booksBadDebt: boolean;
  /** Contracts of this chain that the owner must allow as markets, and as flash lenders. */
  allowed(book: ChainBook): { readonly markets: readonly Address[]; readonly lenders: readonly Address[] };
  /** Accounts that have ever borrowed, from logs, resumable; `user` narrows to one user without any log scan where possible. */
  discover(
    context: Context,
    options: { readonly user?: `0x${string}`; readonly toBlock: bigint; readonly onProgress?: OnProgress },
  ): Promise<AccountRef[]>;
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
