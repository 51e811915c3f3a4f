import type { CompoundMarket } from "./state.ts";
import { priceUsd, unitUsd } from "./usd.ts";

const NOTHING_KNOWN: ReadonlyMap<string, bigint> = new Map();

/** USD prices, 8 decimals, of what the market lends by lower-case token address; empty where its oracle knows no dollars. */
export function usdPrices(market: CompoundMarket): Map<string, bigint> {
  const unit = unitUsd(market, NOTHING_KNOWN);
  const prices = new Map<string, bigint>();
  for (const token of market.tokens) {
    const usd = priceUsd(token, unit);
    if (usd !== null && usd > 0n) prices.set(token.token.address.toLowerCase(), usd);
  }
  return prices;
}
