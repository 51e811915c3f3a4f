import type { PositionLine } from "../assessment.ts";
import { type AaveV3Balance, eModeOf } from "./balance.ts";
import { liquidationPrice } from "./liquidation-price.ts";
import { reservesOf } from "./reserves-of.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3State } from "./state.ts";
import { baseToUsd } from "./usd.ts";

/**
 * One line per holding, in the order of the holdings.
 * @param searchPrices false when a liquidation price has no meaning (no debt, or prices are missing) or is not asked for
 */
export function linesOf(
  state: AaveV3State,
  balances: readonly AaveV3Balance[],
  rules: AaveV3Rules,
  searchPrices: boolean,
): PositionLine[] {
  const { market, position } = state;
  const reserves = reservesOf(market);
  const prices = searchPrices ? liquidationPricesOf(state, balances, rules) : [];
  return balances.map((balance, index) => {
    const price = prices[index] ?? null;
    return {
      token: reserves.get(position.holdings[index]!.reserveId)!.token,
      supplied: balance.collateral,
      borrowed: balance.debt,
      usedAsCollateral: balance.usedAsCollateral,
      priceUsd: balance.price > 0n ? baseToUsd(balance.price, market) : null,
      liquidationThresholdBps: balance.liquidationThresholdBps,
      bonusBps: balance.bonusBps,
      liquidationPriceUsd: price === null ? null : baseToUsd(price, market),
    };
  });
}

/** Base currency, one for each balance. What an eMode price covers moves together. */
function liquidationPricesOf(
  state: AaveV3State,
  balances: readonly AaveV3Balance[],
  rules: AaveV3Rules,
): (bigint | null)[] {
  const eMode = eModeOf(state);
  const bitmap = rules.eModePrice && eMode?.priceOverride != null ? eMode.collateralBitmap : 0n;
  const followsEMode = (index: number) => ((bitmap >> BigInt(state.position.holdings[index]!.reserveId)) & 1n) === 1n;
  const covered = balances.filter((_, index) => followsEMode(index));
  return balances.map((balance, index) => liquidationPrice(balances, followsEMode(index) ? covered : [balance], rules));
}
