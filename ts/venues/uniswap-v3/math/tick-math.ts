import { divUp, MAX_UINT256 } from "../../../core/math/math.ts";

/** Ticks beyond which no pool goes. */
export const MAX_TICK = 887_272;
const Q32 = 1n << 32n;
const Q128 = 1n << 128n;
const LOG_BASE = Math.log(1.0001);

/** 1.0001 to the power of minus 1/2, 1, 2, 4, ..., times 2^128, to the nearest: what pools multiply with. */
const POWERS: readonly bigint[] = powers();

/**
 * Square root (X96) of the price at a tick, to the unit as pools compute it (v3-core `TickMath.getSqrtRatioAtTick`).
 * @param tick a whole number, at most {@link MAX_TICK} to either side
 */
export function rootAtTick(tick: number): bigint {
  const distance = Math.abs(tick);
  if (!(distance <= MAX_TICK)) throw new RangeError(`no pool has a tick ${tick}`);
  let ratio = Q128;
  for (let bit = 0; bit < POWERS.length; bit++) if (distance & (1 << bit)) ratio = (ratio * POWERS[bit]!) >> 128n;
  if (tick > 0) ratio = MAX_UINT256 / ratio;
  return divUp(ratio, Q32);
}

/**
 * The largest tick whose square root price is not above `root` (v3-core `TickMath.getTickAtSqrtRatio`): guessed in floating point, whose
 * guess is at most a tick off, then compared exactly.
 * @param root at least {@link MIN_ROOT}, below {@link MAX_ROOT}
 */
export function tickAtRoot(root: bigint): number {
  const guess = Math.floor((2 * Math.log(Number(root) / 2 ** 96)) / LOG_BASE);
  let tick = Math.max(-MAX_TICK, Math.min(MAX_TICK - 1, guess));
  while (tick > -MAX_TICK && rootAtTick(tick) > root) tick--;
  while (tick < MAX_TICK - 1 && rootAtTick(tick + 1) <= root) tick++;
  return tick;
}

/** Square root prices at the outermost ticks: a pool's is never below the first, always below the second. */
export const MIN_ROOT = rootAtTick(-MAX_TICK);
export const MAX_ROOT = rootAtTick(MAX_TICK);

/** With 400 binary digits, of which the squaring loses twenty. */
function powers(): bigint[] {
  const digits = 400n;
  let power = squareRoot((10_000n << (2n * digits)) / 10_001n);
  return Array.from({ length: 20 }, () => {
    const nearest = ((power >> (digits - 129n)) + 1n) >> 1n;
    power = (power * power) >> digits;
    return nearest;
  });
}

/** By Newton's method from above, rounded down. */
function squareRoot(value: bigint): bigint {
  let root = value;
  for (let next = (root + 1n) >> 1n; next < root; next = (root + value / root) >> 1n) root = next;
  return root;
}
