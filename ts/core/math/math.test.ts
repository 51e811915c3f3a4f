import { describe, expect, it } from "vitest";
import {
  BPS,
  divFloor,
  divUp,
  mulDiv,
  mulDivDown,
  mulDivUp,
  percentDivCeil,
  percentDivFloor,
  percentDivHalfUp,
  percentMulCeil,
  percentMulFloor,
  percentMulHalfUp,
  RAY,
  rayDivCeil,
  rayDivFloor,
  rayDivHalfUp,
  rayMulCeil,
  rayMulFloor,
  rayMulHalfUp,
  WAD,
  wadDivDown,
  wadDivHalfUp,
  wadDivUp,
  wadMulDown,
} from "./math.ts";

describe("rounding to the nearest", () => {
  it("sends an exact half up and anything below it down", () => {
    expect(percentMulHalfUp(1n, 5000n)).toBe(1n);
    expect(percentMulHalfUp(1n, 4999n)).toBe(0n);
    expect(rayMulHalfUp(1n, RAY / 2n)).toBe(1n);
    expect(rayMulHalfUp(1n, RAY / 2n - 1n)).toBe(0n);
    expect(wadDivHalfUp(1n, 2n * WAD)).toBe(1n);
    expect(rayDivHalfUp(1n, 2n * RAY + 1n)).toBe(0n);
  });

  it("takes the floored half of an odd divisor, as the contracts do", () => {
    // 10000 / 3 = 3333.33; 20000 / 3 = 6666.67; the half of 3 is 1.
    expect(percentDivHalfUp(1n, 3n)).toBe(3333n);
    expect(percentDivHalfUp(2n, 3n)).toBe(6667n);
  });
});

describe("directed rounding", () => {
  it("goes towards minus infinity for a floor of any sign", () => {
    expect([7n, -7n, 6n, -6n, 0n, -1n].map((x) => divFloor(x, 3n))).toEqual([2n, -3n, 2n, -2n, 0n, -1n]);
  });

  it("keeps an exact quotient and moves an inexact one by less than one unit", () => {
    expect([mulDivDown(6n, 2n, 3n), mulDivUp(6n, 2n, 3n)]).toEqual([4n, 4n]);
    expect([mulDivDown(7n, 2n, 3n), mulDivUp(7n, 2n, 3n)]).toEqual([4n, 5n]);
    expect([percentMulFloor(333n, 10_500n), percentMulCeil(333n, 10_500n)]).toEqual([349n, 350n]);
    expect([percentDivFloor(1n, 10_500n), percentDivCeil(1n, 10_500n)]).toEqual([0n, 1n]);
    expect([rayMulFloor(1n, RAY + 1n), rayMulCeil(1n, RAY + 1n)]).toEqual([1n, 2n]);
    expect([rayDivFloor(2n, RAY + 1n), rayDivCeil(2n, RAY + 1n)]).toEqual([1n, 2n]);
    expect([wadDivDown(1n, 3n), wadDivUp(1n, 3n)]).toEqual([WAD / 3n, WAD / 3n + 1n]);
    expect(wadMulDown(3n, WAD / 2n)).toBe(1n);
    expect(divUp(0n, 7n)).toBe(0n);
  });

  it("orders floor <= half-up <= ceil <= floor + 1 for any operands", () => {
    for (let i = 1n; i < 400n; i++) {
      const [x, y, d] = [i * 7919n, i * i + 13n, (i % 37n) + 1n];
      const floor = mulDiv(x, y, d, "floor");
      const half = mulDiv(x, y, d, "half-up");
      const ceil = mulDiv(x, y, d, "ceil");
      expect(floor * d <= x * y && x * y <= ceil * d, `${i}`).toBe(true);
      expect(floor <= half && half <= ceil && ceil - floor <= 1n, `${i}`).toBe(true);
    }
  });

  it("refuses a zero divisor", () => {
    expect(() => mulDivDown(1n, BPS, 0n)).toThrow(RangeError);
    expect(() => mulDivUp(1n, BPS, 0n)).toThrow(RangeError);
  });
});
