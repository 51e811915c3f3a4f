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

/** What only a position's own transactions change. */
export interface MorphoPosition {
  readonly borrowShares: bigint;
  /** Token units. */
  readonly collateral: bigint;
}
