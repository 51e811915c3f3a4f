import type { Address } from "viem";
import { expect } from "vitest";
import type { Pool } from "../pool.ts";

/** How far the fast curve may be from the exact one, of an amount whose digits are not lost in units. */
const CLOSE = 1e-6;
/** Units of either token that rounding may take, beside. */
const UNITS = 2;

/**
 * Compares a pool's fast curve with its exact one over 60 sizes, a fifth of a magnitude apart: close where it pays, never falling and concave
 * everywhere.
 * @param most the largest size, units of `tokenIn`
 * @param close how far apart the two may be, where a pool is not concave itself
 */
export function checkCurve(pool: Pool, tokenIn: Address, tokenOut: Address, most: bigint, close = CLOSE): void {
  const curve = pool.curve(tokenIn, tokenOut);
  const sizes = Array.from({ length: 60 }, (_, step) => Number(most) / 10 ** ((59 - step) / 5)).filter(
    (size) => size >= 1,
  );
  let before = { size: 0, paid: 0, slope: Number.POSITIVE_INFINITY };
  for (const size of sizes) {
    const exact = pool.sell(tokenIn, tokenOut, BigInt(Math.floor(size)));
    const paid = curve(size);
    if (exact.ok && exact.paid === BigInt(Math.floor(size))) {
      const apart = Math.abs(curve(Math.floor(size)) - Number(exact.received));
      expect(apart, `${pool.id} ${size}`).toBeLessThanOrEqual(Number(exact.received) * close + UNITS * (1 + curve(1)));
    }
    const slope = (paid - before.paid) / (size - before.size);
    expect(paid, `${pool.id} falls at ${size}`).toBeGreaterThanOrEqual(before.paid * (1 - 1e-12));
    expect(slope, `${pool.id} bends up at ${size}`).toBeLessThanOrEqual(before.slope * (1 + CLOSE) + 1e-9);
    before = { size, paid, slope };
  }
}
