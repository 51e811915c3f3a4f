import type { AnyProtocol, MarketReads } from "../../protocols/protocol.ts";
import { addPrices } from "./add-prices.ts";

/** USD prices, 8 decimals, by lower-case token address, that the protocol's own oracle says in these markets. */
export function knownPrices(protocol: AnyProtocol, markets: MarketReads<unknown>): Map<string, bigint> {
  const prices = new Map<string, bigint>();
  for (const market of markets.values()) {
    if (market.ok) addPrices(prices, protocol.usdPrices(market.state));
  }
  return prices;
}
