import type { Reason } from "../../core/errors/reason.ts";
import { type AaveV2Balance, countsAsCollateral } from "./balance.ts";
import type { AaveV2Position, AaveV2Reserve } from "./state.ts";

/** Why nothing can be computed of the account: a holding that the market's data does not cover. */
export function unreadablePart(
  { holdings }: AaveV2Position,
  reserves: ReadonlyMap<number, AaveV2Reserve>,
): Reason | null {
  const missing = holdings.find(({ reserveId }) => !reserves.has(reserveId));
  if (missing === undefined) return null;
  const numbers = { reserveId: missing.reserveId };
  return { code: "reserve-unknown", message: "the account holds a reserve that was not read", numbers };
}

/**
 * A price that the contract would ask for and that is missing, or zero where it counts. What is used as collateral is priced
 * even where nothing of it is left, so that a missing price stops the call all the same.
 */
export function unusablePrice(
  { holdings }: AaveV2Position,
  balances: readonly AaveV2Balance[],
  reserves: ReadonlyMap<number, AaveV2Reserve>,
): Reason | null {
  for (const [place, { reserveId }] of holdings.entries()) {
    const { price, token } = reserves.get(reserveId)!;
    const balance = balances[place]!;
    const isAsked = balance.debt > 0n || balance.usedAsCollateral;
    if (isAsked && price === null) {
      return { code: "oracle-unavailable", message: `the oracle has no price for ${token.symbol}`, numbers: {} };
    }
    if ((balance.debt > 0n || countsAsCollateral(balance)) && price === 0n) {
      return { code: "oracle-zero", message: `the oracle's price for ${token.symbol} is zero`, numbers: {} };
    }
  }
  return null;
}
