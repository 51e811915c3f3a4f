import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import { healthOf, incentiveFactor } from "./health.ts";
import { aftermathOf, amountsBySeized, amountsByShares, seizableFor } from "./liquidate.ts";
import { liquidationOraclePrice, loanLiquidationUsd } from "./liquidation-price.ts";
import { marketIdOf } from "./market-id.ts";
import { marketWith, positionWith, priceOf } from "./position.fixture.ts";

const { params, totalBorrowAssets, totalBorrowShares } = marketWith();
const borrow = { assets: totalBorrowAssets, shares: totalBorrowShares };
const { lltv } = params;
const market = { borrow, price: priceOf(2_600n), lltv };

describe("incentiveFactor", () => {
  it("grows as the threshold falls, up to 15 %", () => {
    expect(incentiveFactor(WAD)).toBe(WAD);
    expect(incentiveFactor((86n * WAD) / 100n)).toBe(1_043_841_336_116_910_229n);
    expect(incentiveFactor(0n)).toBe((115n * WAD) / 100n);
  });
});

describe("healthOf", () => {
  it("turns unhealthy with the first unit of debt above the limit", () => {
    // 10 ETH allow 26000 * 86 % = 22360 USDC.
    const at = (borrowShares: bigint) =>
      healthOf({ ...positionWith({ borrowShares }), borrow, price: market.price, lltv });
    expect(at(22_360n * 10n ** 12n)).toMatchObject({ healthy: true, healthFactor: WAD, borrowed: 22_360_000_000n });
    expect(at(22_360n * 10n ** 12n + 1n)).toMatchObject({ healthy: false, borrowed: 22_360_000_001n });
    expect(at(22_360n * 10n ** 12n + 1n).healthFactor).toBeLessThan(WAD);
  });
});

describe("amounts", () => {
  it("round against the liquidator both ways", () => {
    const seized = 3n * 10n ** 18n;
    const bySeized = amountsBySeized(seized, market);
    // 7800 / 1.0438 = 7472.400000, up at every step
    expect(bySeized.repaid).toBe(7_472_400_001n);
    expect(amountsByShares(bySeized.repaidShares, market).seized).toBeGreaterThanOrEqual(seized);
    expect(amountsByShares(bySeized.repaidShares - 10n ** 6n, market).seized).toBeLessThan(seized);
  });

  it("invert each other: what an amount can seize costs no more, and one unit more of collateral would", () => {
    for (let assets = 1n; assets < 10n ** 9n; assets = assets * 3n + 7n) {
      const seized = seizableFor(assets, market);
      const cost = (collateral: bigint) =>
        amountsBySeized(collateral, { ...market, borrow: { assets: 0n, shares: 0n } }).repaid;
      expect(cost(seized)).toBeLessThanOrEqual(assets);
      expect(cost(seized + 1n)).toBeGreaterThan(assets);
    }
  });

  it("grow with what is taken", () => {
    let before = amountsByShares(1n, market);
    for (let shares = 1n; shares < 10n ** 17n; shares = shares * 2n + 1n) {
      const now = amountsByShares(shares, market);
      expect(now.repaid >= before.repaid && now.seized >= before.seized).toBe(true);
      before = now;
    }
  });
});

describe("aftermathOf", () => {
  const position = { collateral: 10n * 10n ** 18n, borrowShares: 30_000n * 10n ** 12n };

  it("leaves a loss to the lenders only when no collateral is left", () => {
    const part = amountsBySeized(position.collateral - 1n, market);
    expect(aftermathOf(position, part, borrow)).toMatchObject({ collateral: 1n, badDebtShares: 0n, badDebtAssets: 0n });
    const all = amountsBySeized(position.collateral, market);
    const left = aftermathOf(position, all, borrow);
    expect(left).toMatchObject({
      collateral: 0n,
      borrowShares: 0n,
      badDebtShares: position.borrowShares - all.repaidShares,
    });
    // 30000 - 26000 / 1.0438, the repayment rounded up
    expect(left.badDebtAssets).toBe(5_091_999_999n);
  });

  it("loses no more than the market lends", () => {
    const lonely = { assets: 100n, shares: 10n ** 8n };
    const amounts = { seized: 1n, repaidShares: 0n, repaid: 0n };
    expect(
      aftermathOf({ collateral: 1n, borrowShares: 10n ** 9n }, amounts, { ...lonely, shares: 10n ** 9n }).badDebtAssets,
    ).toBe(100n);
  });

  it("refuses to take more than there is", () => {
    expect(() => aftermathOf(position, amountsBySeized(position.collateral + 1n, market), borrow)).toThrow(RangeError);
    expect(() => aftermathOf(position, amountsByShares(position.borrowShares + 1n, market), borrow)).toThrow(
      RangeError,
    );
  });
});

describe("liquidationOraclePrice", () => {
  it("is the highest price that is too low", () => {
    for (const borrowed of [1n, 999n, 22_360_000_001n, 10n ** 24n]) {
      for (const collateral of [1n, 10n ** 9n + 7n, 10n * 10n ** 18n]) {
        const price = liquidationOraclePrice(collateral, borrowed, lltv)!;
        const borrowShares = borrowed * 10n ** 6n;
        const exact = { assets: 10n ** 30n, shares: 10n ** 36n };
        const healthy = (at: bigint) => healthOf({ collateral, borrowShares, borrow: exact, price: at, lltv }).healthy;
        expect([healthy(price), healthy(price + 1n)], `${borrowed} ${collateral}`).toEqual([false, true]);
      }
    }
  });

  it("is null where no price makes the difference", () => {
    expect(liquidationOraclePrice(1n, 0n, lltv)).toBeNull();
    expect(liquidationOraclePrice(0n, 1n, lltv)).toBeNull();
    expect(liquidationOraclePrice(1n, 1n, 0n)).toBeNull();
  });

  it("turns into a price of the loan token, rounded up", () => {
    expect(loanLiquidationUsd(10n ** 8n, priceOf(3_000n), priceOf(2_800n))).toBe(107_142_858n);
  });
});

describe("marketIdOf", () => {
  it("depends on every parameter", () => {
    const other = "0x00000000000000000000000000000000000000ff";
    const changed = [
      {},
      { loanToken: other },
      { collateralToken: other },
      { oracle: other },
      { irm: other },
      { lltv: 1n },
    ] as const;
    expect(new Set(changed.map((change) => marketIdOf({ ...params, ...change }))).size).toBe(changed.length);
  });
});
