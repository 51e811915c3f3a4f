import { max } from "../../core/math/math.ts";
import type { DebtTally } from "../protocol.ts";
import { accrue, storedBooks } from "./accrue.ts";
import { debtAt } from "./debt.ts";
import type { CompoundMarket, CompoundPosition } from "./state.ts";

/** What rounding may have gathered: a unit each time that interest was counted, and what the index has lost. */
const ROUNDED = { units: 1_000n, parts: 1_000_000n };

/**
 * Debts with the block's interest, token by token. A token counts the interest of all debts and of each apart, so that the two sums
 * part by rounding: a difference of a millionth and 1,000 units is none. Source: `CToken.accrueInterest`, `borrowBalanceStored`.
 */
export function tallyDebts({ tokens, block }: CompoundMarket, positions: readonly CompoundPosition[]): DebtTally[] {
  const indices = new Map(tokens.map((token) => [token.id, accrue(token, block) ?? storedBooks(token)]));
  const found = new Map<number, bigint>();
  for (const holding of positions.flatMap(({ holdings }) => holdings)) {
    const books = indices.get(holding.id);
    if (books === undefined) continue;
    found.set(holding.id, (found.get(holding.id) ?? 0n) + debtAt(holding, books.index));
  }
  return tokens.map(({ id, token }) => {
    const whole = indices.get(id)!.borrows;
    const part = found.get(id) ?? 0n;
    const apart = whole > part ? whole - part : part - whole;
    const isRounding = apart <= whole / ROUNDED.parts + ROUNDED.units;
    return { token, whole, found: isRounding ? whole : part, missing: isRounding ? 0n : max(whole - part, 0n) };
  });
}
