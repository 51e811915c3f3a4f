import type { Address } from "viem";
import type { MarketCurrency } from "../../core/adapter/market-currency.ts";
import type { Token } from "../../core/tokens/token.ts";

/** One reserve of an Aave V2 market at one block. Prices in the market's base currency. */
export interface AaveV2Reserve {
  readonly id: number;
  readonly token: Token;
  readonly aToken: Address;
  readonly variableDebtToken: Address;
  /** Ray, as stored: of the second `lastUpdate`. */
  readonly liquidityIndex: bigint;
  readonly variableBorrowIndex: bigint;
  /** Yearly, ray; unchanged since `lastUpdate`. */
  readonly liquidityRate: bigint;
  readonly variableBorrowRate: bigint;
  /** Unix seconds. */
  readonly lastUpdate: bigint;
  /** What all accounts owe at variable rates, scaled as their own debts are; null when the debt token does not say it. */
  readonly scaledVariableDebt: bigint | null;
  /** Oracle price, base currency per whole token; null when the oracle reverted for it. */
  readonly price: bigint | null;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  readonly active: boolean;
  /** Underlying in the aToken, which alone can be paid out; null when the token does not say it. */
  readonly cash: bigint | null;
}

/** One Aave V2 market at one block. */
export interface AaveV2Market {
  readonly pool: Address;
  /** Unix seconds of the block. */
  readonly timestamp: bigint;
  readonly base: MarketCurrency;
  /** The whole pool: no call goes through. */
  readonly paused: boolean;
  readonly reserves: readonly AaveV2Reserve[];
}

/** A debt at a rate of the account's own. */
export interface StableDebt {
  /** Token units, of the second `since`. */
  readonly principal: bigint;
  /** Yearly, ray. */
  readonly rate: bigint;
  /** Unix seconds. */
  readonly since: bigint;
}

/** One user's holding in one reserve. */
export interface AaveV2Holding {
  readonly reserveId: number;
  readonly scaledATokenBalance: bigint;
  readonly scaledVariableDebt: bigint;
  /** Null: none. */
  readonly stable: StableDebt | null;
  readonly usedAsCollateral: boolean;
}

/** What an account's own transactions change, and nothing else does. */
export interface AaveV2Position {
  readonly holdings: readonly AaveV2Holding[];
}

/** What the exact formulas need for one account. */
export interface AaveV2State {
  readonly market: AaveV2Market;
  readonly position: AaveV2Position;
}
