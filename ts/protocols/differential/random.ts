/** Seeded randomness for differential tests: the same seed gives the same cases on every machine. */
export interface Random {
  /** Uniform, both ends included. */
  integer(least: bigint, most: bigint): bigint;
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Every power of ten between the ends is as likely as any other. Both ends included, `least` > 0. */
  magnitude(least: bigint, most: bigint): bigint;
}

/** @param seed 32 bits. Generator: mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const word = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const integer = (least: bigint, most: bigint): bigint => {
    const span = most - least + 1n;
    let wide = 0n;
    for (let drawn = 1n; drawn < span << 32n; drawn <<= 32n) wide = (wide << 32n) | BigInt(word());
    return least + (wide % span);
  };
  const chance = (probability: number): boolean => word() / 2 ** 32 < probability;
  return {
    integer,
    chance,
    pick: (from) => from[Number(integer(0n, BigInt(from.length - 1)))]!,
    magnitude(least, most) {
      const digits = (value: bigint) => value.toString().length;
      const size = integer(BigInt(digits(least)), BigInt(digits(most)));
      const low = 10n ** (size - 1n);
      const high = 10n ** size - 1n;
      return integer(low > least ? low : least, high < most ? high : most);
    },
  };
}

/** Case `index` of a run. Neighbouring cases share nothing, so one of them can be played alone. */
export const caseSeed = (seed: number, index: number): number =>
  (Math.imul(seed, 0x9e3779b1) ^ (index * 0x85ebca6b)) >>> 0;

/** The run's seed: `DIFFERENTIAL_SEED` to look for new cases, else the one every run shares. */
export function runSeed(): number {
  const given = Number(process.env.DIFFERENTIAL_SEED ?? "20250117");
  if (!Number.isInteger(given)) throw new Error(`DIFFERENTIAL_SEED must be a whole number`);
  return given;
}
