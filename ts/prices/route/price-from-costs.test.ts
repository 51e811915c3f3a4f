import { describe, expect, it } from "vitest";
import { priceFromCosts } from "./price-from-costs.ts";

const USD = 100_000_000n;
const small = (sold: bigint | null) => ({ sold, worthUsd: 100n * USD });
const large = (sold: bigint | null) => ({ sold, worthUsd: 1_000n * USD });

describe("a price from two purchases", () => {
  it("is that of the smaller one, rounded down", () => {
    expect(priceFromCosts(small(40n * 10n ** 18n), large(400n * 10n ** 18n), 18)).toBe(2_50000000n);
    expect(priceFromCosts(small(3n), large(30n), 0)).toBe(33_33333333n);
  });

  it.each([
    // 1000 / 44.4 is 9.91 % below 100 / 4
    [4_000_000n, 44_400_000n, true],
    [4_000_000n, 44_444_444n, true],
    // 1000 / 44.444445 is a hair more than 10 % below it
    [4_000_000n, 44_444_445n, false],
    // the other way round: the larger one is cheaper
    [4_000_000n, 36_000_000n, true],
    [4_000_000n, 35_999_999n, false],
  ])("of %s and %s units is a price: %s", (one, ten, isPrice) => {
    expect(priceFromCosts(small(one), large(ten), 6) !== null).toBe(isPrice);
  });

  it("is none where nobody sells one of the amounts, or gives them for nothing", () => {
    expect(priceFromCosts(small(null), large(1n), 6)).toBeNull();
    expect(priceFromCosts(small(1n), large(null), 6)).toBeNull();
    expect(priceFromCosts(small(0n), large(0n), 6)).toBeNull();
  });

  it("is none for a token whose smallest unit is worth more than the amounts", () => {
    expect(priceFromCosts(small(1n), large(1n), 0)).toBeNull();
  });

  it("is none when it would round to zero", () => {
    expect(priceFromCosts(small(10n ** 30n), large(10n ** 31n), 0)).toBeNull();
  });
});
