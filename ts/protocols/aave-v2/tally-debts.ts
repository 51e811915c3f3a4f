import { max, rayMulCeil } from "../../core/math/math.ts";
import type { DebtTally } from "../protocol.ts";
import { debtIndexAt } from "./balance.ts";
import type { AaveV2Market, AaveV2Position } from "./state.ts";

/**
 * Variable debts, scaled, reserve by reserve: not one unit may be missing, because the debt token mints and burns the same
 * scaled amount in an account's balance and in its total. Stable debts are left out: their total is an estimate by an average
 * rate, and never the sum; whoever has one is told of by the same event as the others. Source: `VariableDebtToken`.
 */
export function tallyDebts({ reserves, timestamp }: AaveV2Market, positions: readonly AaveV2Position[]): DebtTally[] {
  const found = new Map<number, bigint>();
  for (const { holdings } of positions) {
    for (const { reserveId, scaledVariableDebt } of holdings) {
      found.set(reserveId, (found.get(reserveId) ?? 0n) + scaledVariableDebt);
    }
  }
  return reserves.map((reserve) => {
    const { id, token, scaledVariableDebt: whole } = reserve;
    const part = found.get(id) ?? 0n;
    const missing = whole === null ? 0n : rayMulCeil(max(whole - part, 0n), debtIndexAt(reserve, timestamp));
    return { token, whole, found: part, missing };
  });
}
