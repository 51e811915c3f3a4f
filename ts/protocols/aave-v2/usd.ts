import { mulDivDown } from "../../core/math/math.ts";
import type { AaveV2Market } from "./state.ts";

/** 1 USD in the reports of this project. */
const USD = 10n ** 8n;

/** USD with 8 decimals of a value in the market's base currency, floored; null when nobody knows what that is worth. */
export type ToUsd = (base: bigint) => bigint | null;

/** @param usdPrices 8 decimals, by lower-case token address: asked for the base currency, where that is no dollar */
export function toUsdOf({ base: { token, unit } }: AaveV2Market, usdPrices: ReadonlyMap<string, bigint>): ToUsd {
  const wholeUsd = token === null ? USD : usdPrices.get(token.toLowerCase());
  return (base) => (wholeUsd === undefined ? null : mulDivDown(base, wholeUsd, unit));
}

/** USD prices, 8 decimals, of the market's reserves by lower-case token address; empty where the base currency is no dollar. */
export function usdPrices(market: AaveV2Market): Map<string, bigint> {
  const prices = new Map<string, bigint>();
  if (market.base.token !== null) return prices;
  const toUsd = toUsdOf(market, prices);
  for (const { token, price } of market.reserves) {
    const usd = price === null || price === 0n ? null : toUsd(price);
    if (usd !== null) prices.set(token.address.toLowerCase(), usd);
  }
  return prices;
}
