import type { AaveV3Market } from "./state.ts";
import { baseToUsd } from "./usd.ts";

/** USD prices, 8 decimals, of the market's reserves by lower-case token address; empty where the base currency is another. */
export function usdPrices(market: AaveV3Market): Map<string, bigint> {
  const prices = new Map<string, bigint>();
  for (const { token, price } of market.reserves) {
    const usd = price === null || price === 0n ? null : baseToUsd(price, market);
    if (usd !== null) prices.set(token.address.toLowerCase(), usd);
  }
  return prices;
}
