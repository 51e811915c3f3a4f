import { largestBelow } from "../../core/math/largest-below.ts";
import { min } from "../../core/math/math.ts";
import type { PairAtBlock } from "./call.ts";
import { shortfallOf } from "./liquidity.ts";
import { repayFor } from "./seize.ts";

/** The most that one call of a pair may repay at its block, whatever else forbids it; debt units. */
export function largestRepay(at: PairAtBlock): bigint {
  const { ratio, held, mostByCloseFactor, debtBooks, debt } = at;
  const byCollateral = ratio === null ? null : repayFor(held, ratio);
  const most = min(min(mostByCloseFactor, byCollateral ?? mostByCloseFactor), debtBooks.borrows);
  if (debt.isDeprecated || !debt.isNative) return most;
  // what is paid may heal the borrower before the comptroller looks
  const isShort = (repay: bigint) => {
    const liquidity = at.liquidityWith(repay);
    return liquidity !== null && shortfallOf(liquidity) > 0n;
  };
  return isShort(most) ? most : largestBelow(most, most - 1n, isShort);
}
