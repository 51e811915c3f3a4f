import { turningPrice } from "../aave/turning-price.ts";
import { type AaveV3Balance, countsAsCollateral } from "./balance.ts";
import type { AaveV3Rules } from "./rules.ts";

/** {@link turningPrice} under the rules of a revision. */
export function liquidationPrice(
  balances: readonly AaveV3Balance[],
  moving: readonly AaveV3Balance[],
  rules: AaveV3Rules,
): bigint | null {
  const counts = (balance: AaveV3Balance) => countsAsCollateral(balance, rules);
  return turningPrice(balances, moving, { ...rules, counts });
}
