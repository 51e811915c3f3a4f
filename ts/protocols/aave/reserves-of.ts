interface Numbered {
  readonly id: number;
}

/** Each market's map has the market's own kind of reserve. */
const known = new WeakMap<object, ReadonlyMap<number, Numbered>>();

/** The reserves of a market by id. A market is asked for once for each of its accounts, so the map is kept while it lives. */
export function reservesOf<Reserve extends Numbered>(market: {
  readonly reserves: readonly Reserve[];
}): ReadonlyMap<number, Reserve> {
  const kept = known.get(market);
  if (kept !== undefined) return kept as ReadonlyMap<number, Reserve>;
  const reserves = new Map(market.reserves.map((reserve) => [reserve.id, reserve]));
  known.set(market, reserves);
  return reserves;
}
