import { pow } from "./log-exp.ts";

/** Balancer's numbers of 18 decimals (`FixedPoint` of its vault's packages): the direction of rounding stands in the name. */
export const ONE = 10n ** 18n;

/** Of a power, of 18 decimals: so far the real one may be from it. */
const POWER_ERROR = 10_000n;

export const mulDown = (a: bigint, b: bigint): bigint => (a * b) / ONE;
export const mulUp = (a: bigint, b: bigint): bigint => (a * b === 0n ? 0n : (a * b - 1n) / ONE + 1n);
export const divDown = (a: bigint, b: bigint): bigint => (a * ONE) / b;
export const divUp = (a: bigint, b: bigint): bigint => (a === 0n ? 0n : (a * ONE - 1n) / b + 1n);

/** 1 - x, 0 where x is more. */
export const complement = (x: bigint): bigint => (x < ONE ? ONE - x : 0n);

/** x to the power of y, and as much more as it may be wrong. */
export function powUp(x: bigint, y: bigint): bigint {
  const raw = pow(x, y);
  return raw + mulUp(raw, POWER_ERROR) + 1n;
}
