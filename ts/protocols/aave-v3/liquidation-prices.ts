import { type AaveV3Balance, eModeOf } from "./balance.ts";
import { liquidationPrice } from "./liquidation-price.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3State } from "./state.ts";

/**
 * Where each balance turns the account, as {@link liquidationPrice} says it. What an eMode price covers moves together.
 * @param balances the whole account, priced
 */
export function liquidationPricesOf(
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
