import type { Address } from "viem";
import type { Token } from "../../core/tokens/token.ts";

/** One cToken and what it lends, at one block, as stored: interest since `accrualBlock` is in none of the totals. */
export interface CompoundToken {
  /** Place in the comptroller's list, which only grows. */
  readonly id: number;
  readonly cToken: Token;
  /** The underlying; of ether its wrapped form. */
  readonly token: Token;
  /** Paid and paid out in the chain's own coin. */
  readonly isNative: boolean;
  readonly isListed: boolean;
  /** The comptroller has given it up: debts may be repaid whole, by anybody, at any health. */
  readonly isDeprecated: boolean;
  /** One of the oldest, which cannot be debt and collateral of the same liquidation. */
  readonly notItself: boolean;
  readonly paused: {
    readonly redeem: boolean;
    readonly repay: boolean;
    readonly seize: boolean;
    readonly liquidate: boolean;
  };
  /** WAD. */
  readonly collateralFactor: bigint;
  /** Of one unit of the underlying in the oracle's unit, scaled by 1e36; null when the oracle reverted. */
  readonly price: bigint | null;
  readonly cash: bigint;
  readonly totalBorrows: bigint;
  readonly totalReserves: bigint;
  /** cTokens. */
  readonly totalSupply: bigint;
  /** WAD. */
  readonly reserveFactor: bigint;
  readonly borrowIndex: bigint;
  readonly accrualBlock: bigint;
  /** Underlying for a cToken, WAD, as stored. */
  readonly exchangeRate: bigint;
  /** A block, WAD; null when the rate model reverted. */
  readonly borrowRate: bigint | null;
  /** Share of what is seized that goes to the reserves, WAD; 0 of older tokens. */
  readonly seizeShare: bigint;
}

/** One comptroller at one block. */
export interface CompoundMarket {
  readonly comptroller: Address;
  /** As contracts see it: where interest is counted. */
  readonly block: bigint;
  /** WAD; null where the comptroller does not say. */
  readonly closeFactor: bigint | null;
  readonly incentive: bigint | null;
  readonly isPaused: boolean;
  readonly isSeizePaused: boolean;
  /** The only one who may liquidate; null: everybody. */
  readonly soleLiquidator: Address | null;
  /** Share of what is redeemed that the comptroller's treasury keeps, WAD. */
  readonly redeemFee: bigint;
  /** Who lends dollars of its own against the same collateral; null: nobody. */
  readonly dollarLender: Address | null;
  /** Token whose whole units the prices are in; null: dollars. */
  readonly unit: Address | null;
  readonly tokens: readonly CompoundToken[];
  /** Tokens of the list that do not tell what is needed: nothing can be said of accounts that hold them. */
  readonly unreadable: readonly number[];
  /** How many the list has. */
  readonly count: number;
  /** All of the list, for whoever asks about accounts. */
  readonly list: readonly Address[];
}

/** What an account owes when the token's index was `index`. */
export interface DebtSample {
  readonly debt: bigint;
  readonly index: bigint;
}

/** What an account has of one token. */
export interface CompoundHolding {
  readonly id: number;
  /** Counts as collateral. */
  readonly entered: boolean;
  readonly cTokens: bigint;
  /** By the index as it was stored, then by that of the block, where the token accrues; empty without a debt. */
  readonly debts: readonly DebtSample[];
}

/** What an account's own transactions change, and interest on what it owes the lender of dollars. */
export interface CompoundPosition {
  readonly holdings: readonly CompoundHolding[];
  /** Owed to the lender of dollars, USD with 18 decimals. */
  readonly dollars: bigint;
}

/** What the exact formulas need for one account. */
export interface CompoundState {
  readonly market: CompoundMarket;
  readonly position: CompoundPosition;
}
