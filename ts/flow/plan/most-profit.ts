import { BPS, divUp, max } from "../../core/math/math.ts";
import { isLoanAction } from "../../protocols/action.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { toUsdDown } from "./usd.ts";

/**
 * The most that an account can bring before anything is known of the pools, USD with 8 decimals, rounded up: whatever one call
 * may seize, sold at so much above the protocol's oracle, less the debt that it repays.
 * @param aboveOracleBps what a sale may bring more than the oracle says, basis points
 * @returns null when it cannot be known: an action of another kind, or a debt without a price
 */
export function mostProfitUsd({ actions }: Pick<Assessment, "actions">, aboveOracleBps: bigint): bigint | null {
  let most = 0n;
  for (const action of actions) {
    if (!isLoanAction(action) || action.pays.priceUsd === null) return null;
    const { pays, bonusBps } = action;
    const gainBps = max(divUp(bonusBps * (BPS + aboveOracleBps), BPS) - BPS, 0n);
    most = max(most, toUsdDown(divUp(pays.most * gainBps, BPS), pays.token, pays.priceUsd!) + 1n);
  }
  return most;
}
