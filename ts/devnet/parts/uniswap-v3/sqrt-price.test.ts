import { describe, expect, it } from "vitest";
import { sqrtPriceX96 } from "./sqrt-price.ts";

const Q96 = 2n ** 96n;

describe("sqrtPriceX96", () => {
  it("is 2^96 for equal prices and decimals", () => {
    expect(sqrtPriceX96({ price: 1n, decimals: 18 }, { price: 1n, decimals: 18 })).toBe(Q96);
  });

  it("is the square root of base units of token1 per base unit of token0", () => {
    expect(sqrtPriceX96({ price: 400n, decimals: 6 }, { price: 100n, decimals: 6 })).toBe(2n * Q96);
    expect(sqrtPriceX96({ price: 1n, decimals: 6 }, { price: 1n, decimals: 18 })).toBe(1_000_000n * Q96);
  });

  it.each([
    [3000n, 18, 1n, 6],
    [1n, 6, 3000n, 18],
    [60_000n, 8, 3000n, 18],
    [7n, 0, 11n, 27],
  ])("rounds down: %d with %d decimals against %d with %d", (price0, decimals0, price1, decimals1) => {
    const root = sqrtPriceX96({ price: price0, decimals: decimals0 }, { price: price1, decimals: decimals1 });
    const exact = (price0 * 10n ** BigInt(decimals1) * 2n ** 192n) / (price1 * 10n ** BigInt(decimals0));
    expect(root * root <= exact && (root + 1n) * (root + 1n) > exact).toBe(true);
  });
});
