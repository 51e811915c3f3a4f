import { max, rayMulCeil } from "../../core/math/math.ts";
import type { DebtTally } from "../protocol.ts";
import type { AaveV3Market, AaveV3Position } from "./state.ts";

/**
 * Variable debts, scaled, reserve by reserve. A debt token mints and burns the same scaled amount in an account's balance and in
 * its total, whatever the revision rounds, so that not one unit may be missing. Source: `ScaledBalanceTokenBase`, all
 * revisions. Stable debts of v3.0 and v3.1 are left out: the token estimates their total by an average rate, and it is never
 * the sum; whoever has one is told of by the same event as the others.
 */
export function tallyDebts({ reserves }: AaveV3Market, positions: readonly AaveV3Position[]): DebtTally[] {
  const found = new Map<number, bigint>();
  for (const { holdings } of positions) {
    for (const { reserveId, scaledVariableDebt } of holdings) {
      found.set(reserveId, (found.get(reserveId) ?? 0n) + scaledVariableDebt);
    }
  }
  return reserves.map(({ id, token, scaledVariableDebt: whole, variableBorrowIndex }) => {
    const part = found.get(id) ?? 0n;
    const missing = whole === null ? 0n : rayMulCeil(max(whole - part, 0n), variableBorrowIndex);
    return { token, whole, found: part, missing };
  });
}
