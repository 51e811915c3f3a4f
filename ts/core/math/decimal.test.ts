import { describe, expect, it } from "vitest";
import { UsageError } from "../errors/errors.ts";
import { formatDecimal, parseDecimal, parseWhole } from "./decimal.ts";

describe("parseDecimal", () => {
  it.each([
    ["0", 8, 0n],
    ["50", 8, 5_000_000_000n],
    ["0.00000001", 8, 1n],
    ["12.5", 8, 1_250_000_000n],
    ["1.10", 1, 11n],
    ["007", 0, 7n],
    ["1_000.5", 6, 1_000_500_000n],
    // neither survives a detour through a float
    ["0.1", 18, 100_000_000_000_000_000n],
    ["123456789012345678901234567890.123456789012345678", 18, 123456789012345678901234567890123456789012345678n],
  ])("reads %s with %i decimals", (text, decimals, expected) => {
    expect(parseDecimal(text, decimals, "amount")).toBe(expected);
  });

  it.each(["", " ", "-1", "+1", "1e3", "1,5", ".5", "5.", "0x10", "NaN", "Infinity", "1.2.3", "$5", "max", "_1"])(
    "refuses %j",
    (text) => {
      expect(() => parseDecimal(text, 8, "--min-profit")).toThrow(UsageError);
    },
  );

  it("refuses digits below the unit instead of rounding them away", () => {
    expect(() => parseDecimal("0.000000001", 8, "--min-profit")).toThrow(
      "--min-profit has 9 decimals and the unit has 8: 0.000000001",
    );
  });
});

describe("formatDecimal", () => {
  it.each([
    [0n, 8, "0"],
    [1n, 8, "0.00000001"],
    [-1n, 2, "-0.01"],
    [-1250n, 2, "-12.5"],
    [1_250_000_000n, 8, "12.5"],
    [2n ** 256n - 1n, 0, (2n ** 256n - 1n).toString()],
  ])("writes %s with %i decimals as %s", (value, decimals, expected) => {
    expect(formatDecimal(value, decimals)).toBe(expected);
  });

  it("is the inverse of parseDecimal", () => {
    for (const value of [0n, 1n, 10n ** 18n, 10n ** 18n + 1n, 2n ** 255n]) {
      expect(parseDecimal(formatDecimal(value, 18), 18, "amount")).toBe(value);
    }
  });
});

describe("parseWhole", () => {
  it("takes the ends of the range", () => {
    expect(parseWhole("1", "--limit", { min: 1n, max: 10n })).toBe(1n);
    expect(parseWhole("10", "--limit", { min: 1n, max: 10n })).toBe(10n);
  });

  it.each(["0", "11", "1.0", "-1", "", "ten"])("refuses %j", (text) => {
    expect(() => parseWhole(text, "--limit", { min: 1n, max: 10n })).toThrow(
      `--limit must be a whole number from 1 to 10, not ${JSON.stringify(text)}`,
    );
  });
});
