import { describe, expect, it } from "vitest";
import { shareGas } from "./share-gas.ts";

const sum = (all: readonly bigint[]) => all.reduce((total, one) => total + one, 0n);

describe("the gas of a batch", () => {
  it("is shared in proportion to what each takes alone", () => {
    expect(shareGas(900n, [100n, 200n, 300n])).toEqual([150n, 300n, 450n]);
    expect(shareGas(900n, [300n, 0n, 600n])).toEqual([300n, 0n, 600n]);
    expect(shareGas(7n, [512n])).toEqual([7n]);
    expect(shareGas(0n, [3n, 4n])).toEqual([0n, 0n]);
  });

  it("adds up to the unit, whatever does not divide: the last takes the rest", () => {
    expect(shareGas(100n, [1n, 1n, 1n])).toEqual([33n, 33n, 34n]);
    for (const alone of [
      [1n, 1n, 1n],
      [498_113n, 612_007n],
      [7n, 11n, 13n, 17n],
      [1n, 10n ** 30n],
      [0n, 0n, 9n],
    ]) {
      for (const total of [1n, 2n, 99n, 1_000_003n, 10n ** 18n + 7n]) {
        const parts = shareGas(total, alone);
        expect(sum(parts)).toBe(total);
        const all = sum(alone);
        for (const [index, part] of parts.entries()) {
          const off = part * all - total * alone[index]!;
          // fewer units than there are legs
          expect((off < 0n ? -off : off) < all * BigInt(alone.length)).toBe(true);
        }
      }
    }
  });
});
