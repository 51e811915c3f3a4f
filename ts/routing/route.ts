import { type Address, concat, type Hex, numberToHex } from "viem";
import { type AggregatorName, isVenueName, type VenueName } from "../core/names/names.ts";
import type { Runner } from "../venues/pool.ts";
import type { Share } from "./sell-along.ts";

/** One hop of a route. Plain data. */
export interface Hop {
  /** An aggregator: it offered this sale, and nobody here has read what it goes through. */
  readonly venue: VenueName | AggregatorName;
  /** Of an aggregator its router. */
  readonly pool: Address;
  /** What people call the pool. */
  readonly label: string;
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  /** As contracts/types/Route.sol takes it. */
  readonly packed: Hex;
}

/** One part of a route: so much of what is sold, hop by hop. */
export interface Split {
  /** Basis points of all there is to sell; 0: what the others have left. */
  readonly bps: number;
  readonly hops: readonly Hop[];
}

/** How something is sold. Plain data: what a plan keeps. */
export interface Route {
  readonly runner: Runner;
  /** At least one, in the order in which they are carried out. */
  readonly splits: readonly Split[];
}

/**
 * A sale as a plan keeps it. The liquidator runs it itself where it can, else its seller. Pure.
 * @returns null where neither can run all of it
 */
export function routeOf({ parts }: { readonly parts: readonly Share[] }): Route | null {
  return runBy(parts, "leaf") ?? runBy(parts, "seller");
}

function runBy(parts: readonly Share[], runner: Runner): Route | null {
  const splits: Split[] = [];
  for (const { path, bps } of parts) {
    const hops: Hop[] = [];
    for (const [index, pool] of path.pools.entries()) {
      const [tokenIn, tokenOut] = [path.tokens[index]!, path.tokens[index + 1]!];
      const packed = pool.hop(tokenIn, tokenOut, runner);
      if (packed === null) return null;
      hops.push({ venue: pool.venue, pool: pool.address, label: pool.label, tokenIn, tokenOut, packed });
    }
    splits.push({ bps, hops });
  }
  return { runner, splits };
}

/**
 * Packs a route as a plan takes it (contracts/types/Route.sol).
 * @throws RangeError for a share that is no basis points, for a part of no hops or of more than 255.
 */
export function packRoute({ splits }: Pick<Route, "splits">): Hex {
  return concat(
    splits.flatMap(({ bps, hops }) => {
      if (!(Number.isInteger(bps) && bps >= 0 && bps <= 10_000)) throw new RangeError(`${bps} is no share`);
      if (hops.length === 0 || hops.length > 255) throw new RangeError(`a part of a route has ${hops.length} hops`);
      return [
        numberToHex(bps, { size: 2 }),
        numberToHex(hops.length, { size: 1 }),
        ...hops.map(({ packed }) => packed),
      ];
    }),
  );
}

/** Every contract that a route trades with, lower case. */
export function poolsOf(route: Route | null): string[] {
  return (route?.splits ?? []).flatMap(({ hops }) => hops.map(({ pool }) => pool.toLowerCase()));
}

/** Every venue that a route sells on, once; aggregators are none. */
export function venuesOf(route: Route | null): ReadonlySet<VenueName> {
  return new Set((route?.splits ?? []).flatMap(({ hops }) => hops.map(({ venue }) => venue)).filter(isVenueName));
}

/** Whether an aggregator has offered it. */
export function isOffered(route: Route | null): boolean {
  return (route?.splits ?? []).some(({ hops }) => hops.some(({ venue }) => !isVenueName(venue)));
}

/** Routes through the same pools in the same order have the same key, whatever the shares. */
export function routeKey(route: Route | null): string {
  const parts = (route?.splits ?? []).map(({ hops }) =>
    hops.map(({ pool, tokenOut }) => `${pool} ${tokenOut}`).join(">"),
  );
  return parts.sort().join(" + ").toLowerCase();
}
