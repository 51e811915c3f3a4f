import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import { accrue, taylorCompounded } from "./accrue.ts";
import { annualYield } from "./apy.ts";
import { marketWith, TIME } from "./position.fixture.ts";
import { toAssetsDown, toAssetsUp, toSharesDown, toSharesUp } from "./shares.ts";

const RATE = WAD / 10n ** 9n; // a billionth per second
const DAY = 86_400n;

describe("taylorCompounded", () => {
  it("has three terms", () => {
    // x = 0.5: 0.5 + 0.125 + 0.0208333
    expect(taylorCompounded(WAD / 2n, 1n)).toBe(645_833_333_333_333_333n);
    expect(taylorCompounded(RATE, 0n)).toBe(0n);
  });
});

describe("accrue", () => {
  it("adds the interest to both sides, and no shares without a fee", () => {
    const { supply, borrow } = accrue(marketWith({ borrowRate: RATE }), TIME + DAY)!;
    // 1,000,000 * (e^0.0000864 - 1) = 86.403732507
    expect(borrow).toEqual({ assets: 1_000_086_403_732n, shares: 10n ** 18n });
    expect(supply).toEqual({ assets: 2_000_086_403_732n, shares: 2n * 10n ** 18n });
  });

  it("pays the fee in shares of the supply", () => {
    const { supply } = accrue(marketWith({ borrowRate: RATE, fee: WAD / 10n }), TIME + DAY)!;
    const minted = supply.shares - 2n * 10n ** 18n;
    expect(toAssetsDown(minted, supply)).toBe(8_640_372n); // a tenth, less what rounding loses
  });

  it("needs no rate where no time has passed, and does not guess one", () => {
    expect(accrue(marketWith({ borrowRate: null }), TIME)).not.toBeNull();
    expect(accrue(marketWith({ borrowRate: null }), TIME + 1n)).toBeNull();
  });
});

describe("shares", () => {
  it("round against whoever asks, and by at most one unit", () => {
    const total = { assets: 999_999_937n, shares: 1_000_000_000_003n };
    for (let amount = 1n; amount < 2_000n; amount += 7n) {
      expect(toSharesUp(amount, total) - toSharesDown(amount, total)).toBeLessThanOrEqual(1n);
      expect(toAssetsUp(toSharesUp(amount, total), total)).toBeGreaterThanOrEqual(amount);
      expect(toAssetsDown(toSharesDown(amount, total), total)).toBeLessThanOrEqual(amount);
    }
  });

  it("are worth a millionth of a unit in an empty market", () => {
    expect(toSharesDown(1n, { assets: 0n, shares: 0n })).toBe(1_000_000n);
  });
});

describe("annualYield", () => {
  it("compounds continuously", () => {
    expect(annualYield(0n)).toBe(0);
    expect(annualYield(WAD / 31_536_000n)).toBeCloseTo(Math.E - 1, 8);
  });
});
