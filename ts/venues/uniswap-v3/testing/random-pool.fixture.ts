import type { Random } from "../../../protocols/differential/random.ts";
import { MAX_TICK, rootAtTick } from "../math/tick-math.ts";

/** A pool to be made. */
export interface RandomPool {
  readonly fee: number;
  readonly spacing: number;
  /** Square root price, X96. */
  readonly root: bigint;
  readonly positions: readonly { readonly lower: number; readonly upper: number; readonly liquidity: bigint }[];
}

export type Tiers = readonly (readonly [fee: number, spacing: number])[];

/** Fees and their tick spacings: those of the local chain, and one that a vote has enabled. */
export const TIERS: Tiers = [
  [100, 1],
  [300, 6],
  [500, 10],
  [3_000, 60],
  [10_000, 200],
];

/** Those that PancakeSwap's factory knows from the start. */
export const PANCAKE_TIERS: Tiers = [
  [100, 1],
  [500, 10],
  [2_500, 50],
  [10_000, 200],
];

/** Prices in the middle, at the edges, on a tick; positions that are narrow, wide, apart, on one side, one on the other, or none. */
export function randomPool(random: Random, tiers: Tiers = TIERS): RandomPool {
  const [fee, spacing] = random.pick(tiers);
  const most = Math.floor(MAX_TICK / spacing);
  const integer = (least: number, end: number) => Number(random.integer(BigInt(least), BigInt(end)));
  const edge = random.chance(0.2);
  const side = random.chance(0.5) ? 1 : -1;
  const near = edge ? side * integer(most - 60, most - 1) : integer(-Math.floor(most / 4), Math.floor(most / 4));
  const index = Math.max(-most + 1, Math.min(most - 1, near));
  const low = rootAtTick(index * spacing);
  const root = random.chance(0.25) ? low : random.integer(low, rootAtTick((index + 1) * spacing) - 1n);
  /** Half of them begin or end where a word of the bitmap does. */
  const atWord = (place: number) =>
    random.chance(0.5) ? place : Math.floor(place / 256) * 256 + random.pick([0, 255]);
  const positions = Array.from({ length: integer(0, 7) }, () => {
    const reach = random.pick([1, 3, 20, 300, 3_000, most]);
    const [a, b] = [index + integer(-reach, reach), index + integer(-reach, reach)];
    const lower = clamp(-most, atWord(Math.min(a, b)), most - 1);
    const upper = clamp(lower + 1, atWord(Math.max(a, b)), most);
    return { lower: lower * spacing, upper: upper * spacing, liquidity: random.magnitude(1_000n, 10n ** 24n) };
  });
  return { fee, spacing, root, positions };
}

function clamp(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
