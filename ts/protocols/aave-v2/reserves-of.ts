import type { AaveV2Market, AaveV2Reserve } from "./state.ts";

const known = new WeakMap<AaveV2Market, ReadonlyMap<number, AaveV2Reserve>>();

/** The reserves of a market by id. A market is asked for once for each of its accounts, so the map is kept while it lives. */
export function reservesOf(market: AaveV2Market): ReadonlyMap<number, AaveV2Reserve> {
  const kept = known.get(market);
  if (kept !== undefined) return kept;
  const reserves = new Map(market.reserves.map((reserve) => [reserve.id, reserve]));
  known.set(market, reserves);
  return reserves;
}
