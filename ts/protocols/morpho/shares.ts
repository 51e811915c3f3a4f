/** Conversions between assets and shares with Morpho Blue's virtual amounts. Source: `SharesMathLib` 1.0.0. */
import { mulDivDown, mulDivUp } from "../../core/math/math.ts";

/** Shares that nobody owns and the asset that stands behind them. */
const VIRTUAL_SHARES = 10n ** 6n;
const VIRTUAL_ASSETS = 1n;

/** One side of a market: all assets and the shares they are split into. */
export interface Totals {
  readonly assets: bigint;
  readonly shares: bigint;
}

export const toSharesDown = (assets: bigint, total: Totals): bigint =>
  mulDivDown(assets, total.shares + VIRTUAL_SHARES, total.assets + VIRTUAL_ASSETS);

export const toSharesUp = (assets: bigint, total: Totals): bigint =>
  mulDivUp(assets, total.shares + VIRTUAL_SHARES, total.assets + VIRTUAL_ASSETS);

export const toAssetsDown = (shares: bigint, total: Totals): bigint =>
  mulDivDown(shares, total.assets + VIRTUAL_ASSETS, total.shares + VIRTUAL_SHARES);

export const toAssetsUp = (shares: bigint, total: Totals): bigint =>
  mulDivUp(shares, total.assets + VIRTUAL_ASSETS, total.shares + VIRTUAL_SHARES);
