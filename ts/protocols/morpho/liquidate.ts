import { min, mulDivDown, mulDivUp, wadDivUp, wadMulDown } from "../../core/math/math.ts";
import { incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import { type Totals, toAssetsDown, toAssetsUp, toSharesUp } from "./shares.ts";

/** A market at the instant of the call. */
export interface LiquidationMarket {
  /** Borrow side, accrued. */
  readonly borrow: Totals;
  /** oracle.price(), not zero. */
  readonly price: bigint;
  /** WAD. */
  readonly lltv: bigint;
}

/** Collateral units, shares and loan units that one call moves. */
export interface MorphoAmounts {
  readonly seized: bigint;
  readonly repaidShares: bigint;
  readonly repaid: bigint;
}

/** What seizing `seized` collateral units costs. Source: `Morpho.liquidate`, every step up. */
export function amountsBySeized(seized: bigint, market: LiquidationMarket): MorphoAmounts {
  const quoted = mulDivUp(seized, market.price, ORACLE_PRICE_SCALE);
  const repaidShares = toSharesUp(wadDivUp(quoted, incentiveFactor(market.lltv)), market.borrow);
  return { seized, repaidShares, repaid: toAssetsUp(repaidShares, market.borrow) };
}

/** What repaying `repaidShares` gets. Source: `Morpho.liquidate`, every step of the collateral down. */
export function amountsByShares(repaidShares: bigint, market: LiquidationMarket): MorphoAmounts {
  const rewarded = wadMulDown(toAssetsDown(repaidShares, market.borrow), incentiveFactor(market.lltv));
  const seized = mulDivDown(rewarded, ORACLE_PRICE_SCALE, market.price);
  return { seized, repaidShares, repaid: toAssetsUp(repaidShares, market.borrow) };
}

/**
 * The most collateral whose price is at most `assets` loan units, before shares round. The inverse of the first two steps of
 * `amountsBySeized`, exact.
 */
export const seizableFor = (assets: bigint, market: LiquidationMarket): bigint =>
  mulDivDown(wadMulDown(assets, incentiveFactor(market.lltv)), ORACLE_PRICE_SCALE, market.price);

/** What is left of the position, and what the lenders lose with it, after a call. */
export interface MorphoAftermath {
  readonly collateral: bigint;
  readonly borrowShares: bigint;
  readonly badDebtShares: bigint;
  readonly badDebtAssets: bigint;
}

/**
 * The position after a call that moved `amounts`.
 * @throws RangeError when the call takes more than there is, which Morpho's subtraction refuses
 * Source: `Morpho.liquidate`.
 */
export function aftermathOf(
  position: { readonly collateral: bigint; readonly borrowShares: bigint },
  amounts: MorphoAmounts,
  borrow: Totals,
): MorphoAftermath {
  const collateral = position.collateral - amounts.seized;
  const borrowShares = position.borrowShares - amounts.repaidShares;
  if (collateral < 0n || borrowShares < 0n) throw new RangeError("the call takes more than the position holds");
  if (collateral > 0n) return { collateral, borrowShares, badDebtShares: 0n, badDebtAssets: 0n };
  const assets = amounts.repaid < borrow.assets ? borrow.assets - amounts.repaid : 0n;
  const left = { assets, shares: borrow.shares - amounts.repaidShares };
  const badDebtAssets = min(left.assets, toAssetsUp(borrowShares, left));
  return { collateral, borrowShares: 0n, badDebtShares: borrowShares, badDebtAssets };
}
