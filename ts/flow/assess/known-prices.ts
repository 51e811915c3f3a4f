import type { AnyProtocol, MarketReads } from "../../protocols/protocol.ts";

/** USD prices, 8 decimals, by lower-case token address, that the protocol's own oracle says in these markets. */
export function knownPrices(protocol: AnyProtocol, markets: MarketReads<unknown>): Map<string, bigint> {
  const prices = new Map<string, bigint>();
  for (const market of markets.values()) {
    if (!market.ok) continue;
    for (const [token, price] of protocol.usdPrices(market.state)) if (!prices.has(token)) prices.set(token, price);
  }
  return prices;
}
