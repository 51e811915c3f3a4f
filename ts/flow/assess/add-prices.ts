/** Adds the prices of tokens that have none yet: whoever said one first counts. By lower-case token address. */
export function addPrices(prices: Map<string, bigint>, more: ReadonlyMap<string, bigint>): void {
  for (const [token, price] of more) if (!prices.has(token)) prices.set(token, price);
}
