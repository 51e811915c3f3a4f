import type { PositionLine } from "../types.ts";
import { liquidationPrice } from "./liquidation-price.ts";
import { type AaveV3Position, eModeOf } from "./position.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve, AaveV3State } from "./state.ts";
import { baseToUsd } from "./usd.ts";

/**
 * One line per holding, in the order of the holdings.
 * @param searchPrices false when a liquidation price has no meaning: no debt, or prices are missing
 */
export function linesOf(
  state: AaveV3State,
  positions: readonly AaveV3Position[],
  reserves: ReadonlyMap<number, AaveV3Reserve>,
  rules: AaveV3Rules,
  searchPrices: boolean,
): PositionLine[] {
  const { market } = state;
  const eMode = eModeOf(state);
  const category = eMode?.collateralBitmap ?? 0n;
  const inCategory = (index: number) => ((category >> BigInt(state.holdings[index]!.reserveId)) & 1n) === 1n;
  const followsEMode = (index: number) => rules.eModePrice && eMode?.priceOverride != null && inCategory(index);
  return positions.map((position, index) => {
    const reserve = reserves.get(state.holdings[index]!.reserveId)!;
    const moving = followsEMode(index) ? positions.filter((_, other) => followsEMode(other)) : [position];
    const price = searchPrices ? liquidationPrice(positions, moving, rules) : null;
    return {
      token: reserve.token,
      supplied: position.collateral,
      borrowed: position.debt,
      usedAsCollateral: position.usedAsCollateral,
      priceUsd: position.price > 0n ? baseToUsd(position.price, market) : null,
      liquidationThresholdBps: position.liquidationThresholdBps,
      bonusBps: position.bonusBps,
      liquidationPriceUsd: price === null ? null : baseToUsd(price, market),
    };
  });
}
