import type { Address } from "viem";
import type { Token } from "../../core/tokens/token.ts";

/** One reserve of an Aave V3 market at one block. Prices in the market's base currency (BASE_CURRENCY_UNIT). */
export interface AaveV3Reserve {
  readonly id: number;
  readonly token: Token;
  readonly aToken: Address;
  readonly variableDebtToken: Address;
  /** getReserveNormalizedIncome at the block, ray. */
  readonly liquidityIndex: bigint;
  /** getReserveNormalizedVariableDebt at the block, ray. */
  readonly variableBorrowIndex: bigint;
  /** What all accounts owe, scaled as their own debts are; null when the debt token does not say it. */
  readonly scaledVariableDebt: bigint | null;
  /** Yearly rates, ray, for projecting the indices a few seconds ahead. */
  readonly liquidityRate: bigint;
  readonly variableBorrowRate: bigint;
  /** Oracle price, base currency; null when the oracle reverted for it. */
  readonly price: bigint | null;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  readonly protocolFeeBps: bigint;
  readonly active: boolean;
  readonly paused: boolean;
  /** getLiquidationGracePeriod; 0 where the revision has none. */
  readonly liquidationGraceUntil: bigint;
  /** Underlying that can leave the reserve now (virtual balance where it exists, else the aToken's cash). */
  readonly availableLiquidity: bigint;
  readonly flashLoanEnabled: boolean;
}

/** eMode category. Until v3.1 membership is per asset (bitmap derived from it) and priceSource may replace prices. */
export interface AaveV3EMode {
  readonly id: number;
  readonly label: string;
  readonly liquidationThresholdBps: bigint;
  readonly liquidationBonusBps: bigint;
  /** Bit i set: reserve i counts as collateral of the category. */
  readonly collateralBitmap: bigint;
  /** Price that replaces those of the category's assets (v3.0 and v3.1 only); null: none. */
  readonly priceOverride: bigint | null;
}

/** One Aave V3 market at one block. */
export interface AaveV3Market {
  readonly pool: Address;
  /** POOL_REVISION: decides rounding and rules, never the chain. */
  readonly revision: number;
  readonly baseCurrencyUnit: bigint;
  /** False when the sequencer sentinel forbids liquidations at HF >= 0.95. */
  readonly sentinelAllowsLiquidation: boolean;
  readonly flashLoanPremiumBps: bigint;
  readonly reserves: readonly AaveV3Reserve[];
  readonly eModes: readonly AaveV3EMode[];
  /** Categories whose own price source does not answer: nothing can be said about an account in them. */
  readonly unpricedEModes: readonly number[];
  /** True when the base currency is USD; else USD figures are unknown. */
  readonly baseIsUsd: boolean;
}

/** One user's holding in one reserve. */
export interface AaveV3Holding {
  readonly reserveId: number;
  readonly scaledATokenBalance: bigint;
  readonly scaledVariableDebt: bigint;
  /** Stable debt of v3.0 and v3.1, token units, accrued; 0 elsewhere. */
  readonly stableDebt: bigint;
  readonly usedAsCollateral: boolean;
}

/** What an account's own transactions change, and nothing else does, except interest on stable debt. */
export interface AaveV3Position {
  /** 0: none. */
  readonly eModeCategory: number;
  readonly holdings: readonly AaveV3Holding[];
}

/** What the exact formulas need for one account. */
export interface AaveV3State {
  readonly market: AaveV3Market;
  readonly position: AaveV3Position;
}
