import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import { marketWith, positionWith, priceOf } from "./position.fixture.ts";
import { preAmountsByShares, preLiquidationLimits, preRefusal } from "./pre-liquidation.ts";

const { params, totalBorrowAssets, totalBorrowShares } = marketWith();
const borrow = { assets: totalBorrowAssets, shares: totalBorrowShares };
const price = priceOf(2_600n);
const { lltv } = params;

const TERMS = {
  preLltv: (80n * WAD) / 100n,
  closeFactorLow: WAD / 10n,
  closeFactorHigh: WAD / 2n,
  incentiveLow: (101n * WAD) / 100n,
  incentiveHigh: (103n * WAD) / 100n,
};
const held = (debt: bigint) => ({ ...positionWith({ borrowShares: debt * 10n ** 12n }), borrow, price, lltv });

describe("the terms of a pre-liquidation", () => {
  it("apply above their own threshold, and as long as Morpho calls the position healthy", () => {
    // 26000 of collateral: 80 % are 20800, 86 % are 22360
    expect(preLiquidationLimits(TERMS, held(20_800n))).toBe("too-healthy");
    expect(preLiquidationLimits(TERMS, held(20_801n))).toBeTypeOf("object");
    expect(preLiquidationLimits(TERMS, held(22_360n))).toMatchObject({
      closeFactor: WAD / 2n,
      incentive: (103n * WAD) / 100n,
    });
    expect(preLiquidationLimits(TERMS, held(22_361n))).toBe("liquidatable");
  });

  it("are on the line between", () => {
    // 21580 of 26000 is 83 %, the middle
    const repayableShares = (21_580n * 30n * 10n ** 12n) / 100n;
    expect(preLiquidationLimits(TERMS, held(21_580n))).toEqual({
      ltv: (83n * WAD) / 100n,
      closeFactor: (30n * WAD) / 100n,
      incentive: (102n * WAD) / 100n,
      repayableShares,
    });
    const { seized } = preAmountsByShares(repayableShares, { borrow, price, incentive: (102n * WAD) / 100n });
    expect(seized).toBe((((21_580n * 30n) / 100n) * 102n * 10n ** 18n) / 100n / 2_600n);
  });

  it("apply to nobody whose collateral is worth nothing", () => {
    expect(preLiquidationLimits(TERMS, { ...held(1n), collateral: 0n })).toBe("liquidatable");
    expect(preLiquidationLimits(TERMS, { ...held(0n), collateral: 0n })).toBe("too-healthy");
  });
});

describe("what Morpho asks of it", () => {
  const amounts = { seized: 10n ** 18n, repaidShares: 2_500n * 10n ** 12n, repaid: 2_500n * 10n ** 6n };

  it("is that the position is healthy afterwards, by the market's oracle", () => {
    // 9 ETH at 2600 may owe 20124
    expect(preRefusal(held(22_624n), amounts)).toBeNull();
    expect(preRefusal(held(22_625n), amounts)).toBe("still-unhealthy");
  });

  it("is nothing more of whom nothing is owed by any more", () => {
    expect(preRefusal({ ...held(2_500n), price: 0n }, amounts)).toBeNull();
    expect(preRefusal({ ...held(2_501n), price: 0n }, amounts)).toBe("still-unhealthy");
  });

  it("is that there is as much", () => {
    expect(preRefusal({ ...held(22_000n), collateral: 10n ** 18n - 1n }, amounts)).toBe("more-than-there-is");
    expect(preRefusal(held(2_499n), amounts)).toBe("more-than-there-is");
  });
});
