import type { Pool } from "../venues/pool.ts";
import type { Path } from "./path.ts";
import type { Route, Split } from "./route.ts";
import { type Share, sellAlong } from "./sell-along.ts";

/** A sale or a purchase as a plan keeps it. */
export interface PlannedTrade {
  readonly route: Route;
  readonly kind: "exact-input" | "exact-output";
  /** Units of what is sold; of an exact output, of what is bought. */
  readonly amount: bigint;
}

/** Pools by their `id`. */
export type PoolStates = ReadonlyMap<string, Pool>;

/**
 * The pools as trades leave them that are carried out one after the other: what a later one finds in the same transaction. A trade that
 * cannot be computed, by a pool that is not among these or beyond what was read of it, moves none. Pure.
 */
export function poolsAfter(pools: PoolStates, trades: readonly PlannedTrade[]): PoolStates {
  let states = pools;
  for (const trade of trades) {
    const moved = movedBy(states, trade);
    if (moved !== null) states = new Map([...states, ...moved]);
  }
  return states;
}

function movedBy(states: PoolStates, { route, amount, kind }: PlannedTrade): PoolStates | null {
  const shares: Share[] = [];
  for (const split of route.splits) {
    const path = pathOf(states, split, route.runner);
    if (path === null) return null;
    shares.push({ path, bps: split.bps });
  }
  if (kind === "exact-input") {
    const sold = sellAlong(shares, amount);
    return sold.ok ? sold.after : null;
  }
  const [{ tokens, pools }] = [shares[0]!.path];
  const [pool, tokenIn, tokenOut] = [pools[0]!, tokens[0]!, tokens[1]!];
  const bought = pool.buy?.(tokenIn, tokenOut, amount);
  return bought?.ok ? new Map([[pool.id, bought.after]]) : null;
}

/** The hops say which pools by how they are packed: several pools of one contract have one address. */
function pathOf(states: PoolStates, { hops }: Split, runner: Route["runner"]): Path | null {
  const all = [...states.values()];
  const pools = hops.flatMap(({ pool, venue, tokenIn, tokenOut, packed }): Pool[] => {
    const found = all.find(
      (one) =>
        one.venue === venue &&
        one.address.toLowerCase() === pool.toLowerCase() &&
        one.canTrade(tokenIn, tokenOut) &&
        one.hop(tokenIn, tokenOut, runner) === packed,
    );
    return found ? [found] : [];
  });
  if (pools.length < hops.length) return null;
  return { tokens: [hops[0]!.tokenIn, ...hops.map(({ tokenOut }) => tokenOut)], pools };
}
