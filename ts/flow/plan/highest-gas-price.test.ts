import { describe, expect, it } from "vitest";
import { GAS_PRICE } from "./choose-plan.fixture.ts";
import { highestGasPrice } from "./highest-gas-price.ts";

const GWEI = 10n ** 9n;
/** 100 USD before gas, of which 11 gwei take 10. */
const EARNINGS = { netUsd: 90_00000000n, gasCostUsd: 10_00000000n };

const highest = (maxGasPriceWei: bigint, maxGasShareBps: number, earnings = EARNINGS) =>
  highestGasPrice({ maxGasPriceWei, maxGasShareBps }, GAS_PRICE, earnings);

describe("the highest price to sign for", () => {
  it("is the one at which gas costs its share, and never above the limit", () => {
    expect(highest(100n * GWEI, 2_000)).toBe(22n * GWEI);
    expect(highest(100n * GWEI, 1_000)).toBe(11n * GWEI);
    expect(highest(20n * GWEI, 2_000)).toBe(20n * GWEI);
  });

  it("is the limit where there is no share, or gas costs nothing", () => {
    expect(highest(100n * GWEI, 10_000)).toBe(100n * GWEI);
    expect(highest(100n * GWEI, 1, { netUsd: 1n, gasCostUsd: 0n })).toBe(100n * GWEI);
  });
});
