import { wadMulDown } from "../../core/math/math.ts";
import type { PositionLine } from "../assessment.ts";
import { accrue, storedBooks } from "./accrue.ts";
import { WAD_PER_BPS } from "./action.ts";
import { debtAt } from "./debt.ts";
import type { CompoundState } from "./state.ts";
import { priceUsd } from "./usd.ts";

/**
 * One line per holding, in the order of the holdings, interest included.
 * @param turning price of each holding at which the account turns, oracle's scale; null where there is none, and instead of the list
 * when nobody knows
 * @param unit USD of the oracle's unit
 */
export function linesOf(
  { market, position }: CompoundState,
  turning: readonly (bigint | null)[] | null,
  unit: bigint | null,
): PositionLine[] {
  return position.holdings.map((holding, index) => {
    const token = market.tokens.find(({ id }) => id === holding.id)!;
    const books = accrue(token, market.block) ?? storedBooks(token);
    const price = turning === null ? null : (turning[index] ?? "none");
    return {
      token: token.token,
      supplied: wadMulDown(books.exchangeRate, holding.cTokens),
      borrowed: debtAt(holding, books.index),
      usedAsCollateral: holding.entered && holding.cTokens > 0n,
      priceUsd: priceUsd(token, unit),
      liquidationThresholdBps: token.collateralFactor / WAD_PER_BPS,
      bonusBps: (market.incentive ?? 0n) / WAD_PER_BPS,
      liquidationPriceUsd: typeof price === "bigint" ? priceUsd({ ...token, price }, unit) : price,
    };
  });
}
