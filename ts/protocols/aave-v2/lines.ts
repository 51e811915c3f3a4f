import { reservesOf } from "../aave/reserves-of.ts";
import { turningPrice } from "../aave/turning-price.ts";
import type { PositionLine } from "../assessment.ts";
import { type AaveV2Balance, countsAsCollateral } from "./balance.ts";
import type { AaveV2State } from "./state.ts";
import { HEALTH_RULES } from "./totals.ts";
import type { ToUsd } from "./usd.ts";

/** Where each of the balances turns the account, base currency; null where there is no such price. All must be priced. */
export function turningPrices(balances: readonly AaveV2Balance[]): (bigint | null)[] {
  const rules = { ...HEALTH_RULES, counts: countsAsCollateral };
  return balances.map((balance) => turningPrice(balances, [balance], rules));
}

/**
 * One line per holding, in the order of the holdings.
 * @param turning the price at which each of the holdings turns, base currency; null where there is none, and instead of the
 * list when nobody knows
 */
export function linesOf(
  { market, position }: AaveV2State,
  balances: readonly AaveV2Balance[],
  turning: readonly (bigint | null)[] | null,
  toUsd: ToUsd,
): PositionLine[] {
  const reserves = reservesOf(market);
  return balances.map((balance, index) => {
    const price = turning === null ? null : (turning[index] ?? "none");
    return {
      token: reserves.get(position.holdings[index]!.reserveId)!.token,
      supplied: balance.collateral,
      borrowed: balance.debt,
      usedAsCollateral: balance.usedAsCollateral,
      priceUsd: balance.price > 0n ? toUsd(balance.price) : null,
      liquidationThresholdBps: balance.liquidationThresholdBps,
      bonusBps: balance.bonusBps,
      liquidationPriceUsd: typeof price === "bigint" ? toUsd(price) : price,
    };
  });
}
