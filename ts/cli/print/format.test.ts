import { describe, expect, it } from "vitest";
import {
  formatAmount,
  formatBps,
  formatCount,
  formatGwei,
  formatHealthFactor,
  formatPrice,
  formatTime,
  formatUsd,
  shorten,
} from "./format.ts";

const WAD = 10n ** 18n;
const USDC = { symbol: "USDC", decimals: 6 };

describe("formatUsd", () => {
  it.each([
    [0n, "$0.00"],
    [1n, "<$0.01"],
    [-1n, ">-$0.01"],
    [499_999n, "<$0.01"],
    [500_000n, "$0.01"],
    [-500_000n, "-$0.01"],
    [67_48500000n, "$67.49"],
    [-67_48500000n, "-$67.49"],
    [67_48499999n, "$67.48"],
    [99_999_999n, "$1.00"],
    [100_000_000n, "$1.00"],
    [123_456_789_012_345n, "$1,234,567.89"],
    [999_99999999n, "$1,000.00"],
    [-420_000_000n, "-$4.20"],
    [null, "?"],
    // past the digits of a float
    [12_345_678_901_234_567_890_12345678n, "$12,345,678,901,234,567,890.12"],
  ])("writes %s as %s", (value, expected) => {
    expect(formatUsd(value)).toBe(expected);
  });
});

describe("formatPrice", () => {
  it.each([
    [300_000_000_000n, "$3,000.00"],
    [100_000_000n, "$1.00"],
    [99_950_000n, "$0.9995"],
    [1n, "$0.00000001"],
    [null, "?"],
  ])("writes %s as %s", (value, expected) => {
    expect(formatPrice(value)).toBe(expected);
  });
});

describe("formatAmount", () => {
  it.each([
    [0n, USDC, "0 USDC"],
    [1n, USDC, "0.000001 USDC"],
    [1_234_567_890n, USDC, "1,234.56789 USDC"],
    [-1_500_000n, USDC, "-1.5 USDC"],
    [WAD / 3n, { symbol: "WETH", decimals: 18 }, "0.333333 WETH"],
    [(WAD * 2n) / 3n, { symbol: "WETH", decimals: 18 }, "0.666667 WETH"],
    [(-WAD * 2n) / 3n, { symbol: "WETH", decimals: 18 }, "-0.666667 WETH"],
    [1n, { symbol: "WETH", decimals: 18 }, "<0.000001 WETH"],
    [7n, { symbol: "X", decimals: 0 }, "7 X"],
  ])("writes %s as %s", (value, token, expected) => {
    expect(formatAmount(value, token)).toBe(expected);
  });
});

describe("formatHealthFactor", () => {
  it.each([
    [WAD, "1.0000"],
    [WAD - 1n, "0.9999"],
    [(WAD * 975n) / 1000n, "0.9750"],
    [2n ** 256n - 1n, "∞"],
    [0n, "0.0000"],
    [null, "?"],
  ])("writes %s as %s", (value, expected) => {
    expect(formatHealthFactor(value)).toBe(expected);
  });
});

describe("the rest", () => {
  it("writes basis points, gwei, times and short hashes", () => {
    expect([formatBps(10_500n), formatBps(1), formatBps(0n), formatBps(null)]).toEqual(["105 %", "0.01 %", "0 %", "?"]);
    expect([formatGwei(1_500_000_000n), formatGwei(1_999_600_000n), formatGwei(1n)]).toEqual([
      "1.5 gwei",
      "2 gwei",
      "<0.001 gwei",
    ]);
    expect([formatCount(447_458n), formatCount(0n)]).toEqual(["447,458", "0"]);
    expect(formatTime(1_700_000_000n)).toBe("2023-11-14 22:13:20 UTC");
    expect(shorten("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")).toBe("0x7099…79C8");
  });
});
