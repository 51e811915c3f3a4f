import { mulDivDown, WAD, wadMulDown } from "../../core/math/math.ts";
import { type Totals, toSharesDown } from "./shares.ts";
import type { MorphoMarket } from "./state.ts";

/** Supply and borrow side of a market with the interest of an instant in them. */
export interface AccruedMarket {
  readonly supply: Totals;
  readonly borrow: Totals;
}

/** What Morpho keeps a total in. */
const MAX_UINT128 = 2n ** 128n - 1n;

type MarketTotals = Pick<
  MorphoMarket,
  | "totalSupplyAssets"
  | "totalSupplyShares"
  | "totalBorrowAssets"
  | "totalBorrowShares"
  | "lastUpdate"
  | "fee"
  | "borrowRate"
>;

/**
 * Growth of e^(rate * seconds) - 1 by three terms, WAD.
 * @param ratePerSecond WAD
 * Source: `MathLib.wTaylorCompounded`.
 */
export function taylorCompounded(ratePerSecond: bigint, seconds: bigint): bigint {
  const first = ratePerSecond * seconds;
  const second = mulDivDown(first, first, 2n * WAD);
  const third = mulDivDown(second, first, 3n * WAD);
  return first + second + third;
}

/**
 * The totals as `accrueInterest` would store them at `timestamp`.
 * @param timestamp seconds, not before the market's last update
 * @returns null when interest is due and its rate is unknown, or so high that Morpho's own sums overflow
 * Source: `Morpho._accrueInterest` 1.0.0.
 */
export function accrue(market: MarketTotals, timestamp: bigint): AccruedMarket | null {
  const supply = { assets: market.totalSupplyAssets, shares: market.totalSupplyShares };
  const borrow = { assets: market.totalBorrowAssets, shares: market.totalBorrowShares };
  const seconds = timestamp - market.lastUpdate;
  if (seconds === 0n) return { supply, borrow };
  if (market.borrowRate === null) return null;
  const interest = wadMulDown(borrow.assets, taylorCompounded(market.borrowRate, seconds));
  if (supply.assets + interest > MAX_UINT128) return null;
  const feeAssets = wadMulDown(interest, market.fee);
  const assets = supply.assets + interest;
  // The fee is paid in shares of a supply that holds the interest already, but not the fee.
  const feeShares = toSharesDown(feeAssets, { assets: assets - feeAssets, shares: supply.shares });
  return {
    supply: { assets, shares: supply.shares + feeShares },
    borrow: { assets: borrow.assets + interest, shares: borrow.shares },
  };
}
