import type { Address } from "viem";

/** A pool that lends, with what it has of the debt. */
export interface Lending {
  readonly pool: Address;
  /** Hundredths of a basis point. */
  readonly fee: number;
  /** Units of the debt; 0 where it lends none. */
  readonly available: bigint;
}

/** Pools that lend are locked: with more of them one is left for whatever is sold. */
const MOST_POOLS = 3;

/** Of what the largest has: less is not worth one of the few places, and anybody can send that little to a cheap pool. */
const LEAST_SHARE = 100n;

/** The cheapest of those that have something to lend, the largest of a fee first. The largest of all is always among them. */
export function choosePools(pools: readonly Lending[]): Lending[] {
  const [largest] = [...pools].sort(byAvailable);
  if (largest === undefined || largest.available === 0n) return [];
  const chosen = pools
    .filter(({ available }) => available * LEAST_SHARE >= largest.available)
    .sort((a, b) => a.fee - b.fee || byAvailable(a, b))
    .slice(0, MOST_POOLS);
  return chosen.includes(largest) ? chosen : [...chosen.slice(0, -1), largest];
}

function byAvailable(a: Lending, b: Lending): number {
  if (a.available === b.available) return a.fee - b.fee;
  return a.available > b.available ? -1 : 1;
}
