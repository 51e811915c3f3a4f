import { max } from "../../core/math/math.ts";
import type { DebtTally } from "../protocol.ts";
import { toAssetsUp } from "./shares.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";

/**
 * Borrow shares. Morpho adds to a position and takes from it what it adds to its market's total and takes from that, bad debt
 * included, so that not one share may be missing. Source: `Morpho.sol`, v1.0.0.
 */
export function tallyDebts(
  { loan, totalBorrowAssets, totalBorrowShares }: MorphoMarket,
  positions: readonly MorphoPosition[],
): DebtTally[] {
  const found = positions.reduce((sum, { borrowShares }) => sum + borrowShares, 0n);
  const missing = max(totalBorrowShares - found, 0n);
  const total = { assets: totalBorrowAssets, shares: totalBorrowShares };
  return [{ token: loan, whole: totalBorrowShares, found, missing: missing === 0n ? 0n : toAssetsUp(missing, total) }];
}
