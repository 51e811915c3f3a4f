import { MAX_UINT256, min, mulDivDown, WAD, wadDivDown, wadMulDown } from "../../core/math/math.ts";
import { type Totals, toAssetsUp } from "./shares.ts";

/** Scale of `oracle.price()`: loan units per collateral unit times this. */
export const ORACLE_PRICE_SCALE = 10n ** 36n;

const LIQUIDATION_CURSOR = 3n * 10n ** 17n;
const HIGHEST_INCENTIVE_FACTOR = 115n * 10n ** 16n;

/** How much more than the repaid debt's worth a liquidator gets, WAD (1.05e18 = 5 %). Source: `Morpho.liquidate`. */
export const incentiveFactor = (lltv: bigint): bigint =>
  min(HIGHEST_INCENTIVE_FACTOR, wadDivDown(WAD, WAD - wadMulDown(LIQUIDATION_CURSOR, WAD - lltv)));

/** Whether Morpho's product of the two, which it takes before it divides, is too large for a word: it reverts then. */
export const overflows = (collateral: bigint, price: bigint): boolean => collateral * price > MAX_UINT256;

export interface HealthInput {
  /** Token units. */
  readonly collateral: bigint;
  readonly borrowShares: bigint;
  /** Borrow side of the market, accrued. */
  readonly borrow: Totals;
  /** oracle.price(). */
  readonly price: bigint;
  /** WAD. */
  readonly lltv: bigint;
}

/** Loan units, and the two ratios in WAD. */
export interface Health {
  readonly collateralValue: bigint;
  readonly maxBorrow: bigint;
  readonly borrowed: bigint;
  readonly healthy: boolean;
  /** At or above 1e18 exactly when healthy; 2^256-1 without debt. */
  readonly healthFactor: bigint;
}

/** Health of one position. Source: `Morpho._isHealthy`; the ratio is this project's, floored. */
export function healthOf(input: HealthInput): Health {
  const borrowed = toAssetsUp(input.borrowShares, input.borrow);
  const collateralValue = mulDivDown(input.collateral, input.price, ORACLE_PRICE_SCALE);
  const maxBorrow = wadMulDown(collateralValue, input.lltv);
  const healthFactor = borrowed === 0n ? MAX_UINT256 : wadDivDown(maxBorrow, borrowed);
  return { collateralValue, maxBorrow, borrowed, healthy: maxBorrow >= borrowed, healthFactor };
}
