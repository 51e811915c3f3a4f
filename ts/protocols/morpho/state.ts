import type { Address, Hex } from "viem";
import type { Token } from "../../core/tokens/token.ts";

/** Morpho Blue market parameters; the id is keccak256 of their ABI encoding. */
export interface MorphoMarketParams {
  readonly loanToken: Address;
  readonly collateralToken: Address;
  readonly oracle: Address;
  readonly irm: Address;
  /** WAD. */
  readonly lltv: bigint;
}

/** One market at one block, as stored: interest since `lastUpdate` is not in the totals yet. */
export interface MorphoMarket {
  readonly morpho: Address;
  readonly id: Hex;
  readonly params: MorphoMarketParams;
  readonly loan: Token;
  readonly collateral: Token;
  readonly totalSupplyAssets: bigint;
  readonly totalSupplyShares: bigint;
  readonly totalBorrowAssets: bigint;
  readonly totalBorrowShares: bigint;
  readonly lastUpdate: bigint;
  /** WAD. */
  readonly fee: bigint;
  /** oracle.price(), scaled 1e36 * 10^(loan decimals - collateral decimals); null when it reverted. */
  readonly price: bigint | null;
  /** irm.borrowRateView per second, WAD; null when it reverted (0 without an irm). */
  readonly borrowRate: bigint | null;
}

/** Terms for liquidations before the market's own, WAD each; the first of a pair holds at `preLltv`, the second at the LLTV. */
export interface PreLiquidationTerms {
  readonly preLltv: bigint;
  /** Share of the debt that one call may repay; may be more than all. */
  readonly closeFactorLow: bigint;
  readonly closeFactorHigh: bigint;
  /** What is seized for what is repaid. */
  readonly incentiveLow: bigint;
  readonly incentiveHigh: bigint;
}

/** A contract that a borrower has authorised to liquidate the position earlier, on terms that never change. */
export interface PreLiquidation {
  readonly address: Address;
  /** Has made it, and says so. */
  readonly factory: Address;
  readonly terms: PreLiquidationTerms;
  readonly oracle: Address;
  /** What its oracle says, as `MorphoMarket.price`; `market`: it is the market's own. */
  readonly price: bigint | "market" | null;
}

/** What only a position's own transactions change, but for prices of oracles that are not the market's. */
export interface MorphoPosition {
  readonly borrowShares: bigint;
  /** Token units. */
  readonly collateral: bigint;
  /** Null: nobody has looked for any. None without debt. */
  readonly preLiquidations: readonly PreLiquidation[] | null;
}
