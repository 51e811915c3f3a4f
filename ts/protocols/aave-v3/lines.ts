import { reservesOf } from "../aave/reserves-of.ts";
import type { PositionLine } from "../assessment.ts";
import type { AaveV3Balance } from "./balance.ts";
import type { AaveV3State } from "./state.ts";
import { baseToUsd } from "./usd.ts";

/**
 * One line per holding, in the order of the holdings.
 * @param turning the price at which each of the holdings turns, base currency; null where there is none, and instead of the
 * list when nobody knows
 */
export function linesOf(
  state: AaveV3State,
  balances: readonly AaveV3Balance[],
  turning: readonly (bigint | null)[] | null,
): PositionLine[] {
  const { market, position } = state;
  const reserves = reservesOf(market);
  return balances.map((balance, index) => {
    const price = turning === null ? null : (turning[index] ?? "none");
    return {
      token: reserves.get(position.holdings[index]!.reserveId)!.token,
      supplied: balance.collateral,
      borrowed: balance.debt,
      usedAsCollateral: balance.usedAsCollateral,
      priceUsd: balance.price > 0n ? baseToUsd(balance.price, market) : null,
      liquidationThresholdBps: balance.liquidationThresholdBps,
      bonusBps: balance.bonusBps,
      liquidationPriceUsd: typeof price === "bigint" ? baseToUsd(price, market) : price,
    };
  });
}
