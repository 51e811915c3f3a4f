import { describe, expect, it } from "vitest";
import { GAS_PRICE } from "./choose-plan.fixture.ts";
import { feesToSign, gasCostUsd } from "./gas.ts";
import { belowMinimumText, toUsdDown, usdText } from "./usd.ts";

const GWEI = 10n ** 9n;

describe("the cost of gas", () => {
  it("is gas at both fees and the native token's price, rounded up", () => {
    expect(gasCostUsd(100_000n, GAS_PRICE, 0)).toBe(2_75000000n);
    // a single unit of gas costs 11 gwei, 0.0000275 USD; a wei less than nothing is never free
    expect(gasCostUsd(1n, GAS_PRICE, 0)).toBe(2_750n);
    expect(gasCostUsd(1n, { ...GAS_PRICE, baseFee: 1n, priorityFee: 0n }, 0)).toBe(1n);
    expect(gasCostUsd(0n, GAS_PRICE, 0)).toBe(0n);
  });

  it("includes what the parent chain asks for the calldata", () => {
    const rollup = { ...GAS_PRICE, l1WeiPerByte: 10n ** 12n };
    expect(gasCostUsd(100_000n, rollup, 900)! - gasCostUsd(100_000n, GAS_PRICE, 900)!).toBe(2_25000000n);
  });

  it("is unknown without a price of the native token, not zero", () => {
    expect(gasCostUsd(1n, { ...GAS_PRICE, nativePriceUsd: null }, 0)).toBeNull();
  });
});

describe("the fees that are signed", () => {
  it("leave room for two full blocks, and never pass the limit", () => {
    expect(feesToSign(GAS_PRICE, 100n * GWEI)).toEqual({ maxFeePerGas: 13_700_000_000n, maxPriorityFeePerGas: GWEI });
    expect(feesToSign(GAS_PRICE, 12n * GWEI)).toEqual({ maxFeePerGas: 12n * GWEI, maxPriorityFeePerGas: GWEI });
  });

  it("are at least a wei, and the priority fee is within them", () => {
    const free = { ...GAS_PRICE, baseFee: 0n, priorityFee: 0n };
    expect(feesToSign(free, 100n * GWEI)).toEqual({ maxFeePerGas: 1n, maxPriorityFeePerGas: 0n });
    const generous = { ...GAS_PRICE, baseFee: 1n, priorityFee: 5n * GWEI };
    expect(feesToSign(generous, 2n * GWEI)).toEqual({ maxFeePerGas: 2n * GWEI, maxPriorityFeePerGas: 2n * GWEI });
  });
});

describe("dollars", () => {
  it("round a profit down, also a loss", () => {
    const token = { address: "0x00000000000000000000000000000000000000aa", symbol: "T", decimals: 18 } as const;
    expect(toUsdDown(1n, token, 1_00000000n)).toBe(0n);
    expect(toUsdDown(10n ** 18n, token, 99_999999n)).toBe(99_999999n);
    expect(toUsdDown(-1n, token, 1_00000000n)).toBe(-1n);
    expect(toUsdDown(-(10n ** 18n), token, 99_999999n)).toBe(-99_999999n);
    expect(toUsdDown(-(10n ** 18n) - 1n, token, 99_999999n)).toBe(-99_999999n - 1n);
  });

  it.each([
    [0n, "$0.00"],
    [99n, "$0.00"],
    [499_999n, "$0.00"],
    [-499_999n, "$0.00"],
    [1_999999n, "$0.02"],
    [67_48500000n, "$67.49"],
    [-67_48500000n, "-$67.49"],
    [-56_000000n, "-$0.56"],
    [1_234_567_99000000n, "$1,234,567.99"],
    [-1_000_00000000n, "-$1,000.00"],
  ])("are rounded half up to the cent, losses alike: %d as %s", (value, text) => {
    expect(usdText(value)).toBe(text);
  });

  it("is said to be below a minimum with as many digits as that takes", () => {
    expect(belowMinimumText(49_00000000n, 50_00000000n)).toBe(
      "$49.00 after gas, less than the minimum profit of $50.00",
    );
    expect(belowMinimumText(49_99600000n, 50_00000000n)).toBe("$49.996 after gas, less than the minimum profit of $50");
  });
});
