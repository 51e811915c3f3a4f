import { describe, expect, it } from "vitest";
import { MAX_UINT256 } from "../../core/math/math.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { type AccountPlan, stateOf, USD, units } from "./account.fixture.ts";
import { balancesOf } from "./balance.ts";
import { rulesOf } from "./rules.ts";
import { totalsOf } from "./totals.ts";

const judge = (plan: AccountPlan, revision = 10) => {
  const state = stateOf(plan);
  const rules = rulesOf(revision)!;
  const balances = balancesOf(state, reservesOf(state.market), rules);
  return { ...totalsOf(balances, rules), balances };
};

describe("totalsOf", () => {
  it("weighs 10 ETH at 2600 USD and 82.5 % against 22000 USD of debt: 0.975", () => {
    const { totalCollateralBase, totalDebtBase, healthFactor } = judge({
      collateral: { WETH: 10 },
      debt: { USDC: 22_000 },
    });
    expect({ totalCollateralBase, totalDebtBase, healthFactor }).toEqual({
      totalCollateralBase: 26_000n * USD,
      totalDebtBase: 22_000n * USD,
      healthFactor: 975n * 10n ** 15n,
    });
  });

  it("has no bound without debt", () => {
    expect(judge({ collateral: { WETH: 1 }, debt: {} }).healthFactor).toBe(MAX_UINT256);
  });

  it("floors the mean threshold to a basis point until v3.4, and weighs exactly from v3.5", () => {
    const plan = { collateral: { WETH: 1, USDC: 100 }, debt: { DAI: 2_000 } };
    // (2600 * 8250 + 100 * 7800) / 2700 = 8233.33: 2700 * 0.8233 = 2222.91 against 2223.
    expect(judge(plan, 8).healthFactor).toBe(1_111_455_000_000_000_000n);
    expect(judge(plan, 9).healthFactor).toBe(1_111_500_000_000_000_000n);
  });

  it("rounds a fraction of a unit for the account until v3.4, against it from v3.5", () => {
    const index = { liquidityIndex: 15n * 10n ** 26n, variableBorrowIndex: 15n * 10n ** 26n };
    const plan = {
      collateral: { USDC: 1 },
      debt: { USDC: 1 },
      reserves: { USDC: index },
      holdings: { USDC: { scaledATokenBalance: 3n, scaledVariableDebt: 3n } },
    };
    expect(judge(plan, 8).balances[0]).toMatchObject({ collateral: 5n, debt: 5n });
    expect(judge(plan, 9).balances[0]).toMatchObject({ collateral: 4n, debt: 5n });
  });

  it("leaves out collateral that is switched off, and until v3.5 collateral whose reserve has no threshold", () => {
    const off = {
      collateral: { WETH: 1, USDC: 100 },
      debt: { DAI: 1 },
      holdings: { WETH: { usedAsCollateral: false } },
    };
    expect(judge(off).totalCollateralBase).toBe(100n * USD);
    const zero = {
      collateral: { WETH: 1 },
      debt: { DAI: 1 },
      reserves: { WETH: { liquidationThresholdBps: 0n } },
      eMode: {},
    };
    expect(judge(zero, 9)).toMatchObject({ totalCollateralBase: 0n, healthFactor: 0n });
    expect(judge(zero, 10)).toMatchObject({ totalCollateralBase: 2_600n * USD, healthFactor: 2_418n * 10n ** 18n });
  });

  it("adds stable debt", () => {
    const plan = { collateral: {}, debt: { DAI: 2 }, holdings: { DAI: { stableDebt: units("DAI", 3) } } };
    expect(judge(plan, 4).totalDebtBase).toBe(5n * USD);
  });
});

describe("eMode", () => {
  const plan = { collateral: { WETH: 1, USDC: 100 }, debt: { USDC: 1 } };
  const settings = (extra: Partial<AccountPlan>, revision = 10) =>
    judge({ ...plan, ...extra }, revision).balances.map((balance) => [
      balance.liquidationThresholdBps,
      balance.bonusBps,
      balance.price / USD,
      balance.debtPrice / USD,
    ]);

  it("brings its threshold and bonus to the assets of its bitmap only", () => {
    expect(settings({ eMode: { collateralBitmap: 1n } })).toEqual([
      [9_300n, 10_200n, 2_600n, 2_600n],
      [7_800n, 10_500n, 1n, 1n],
    ]);
  });

  it("brings a price until v3.1: to its assets, and to every debt that is repaid", () => {
    const priced = { eMode: { collateralBitmap: 1n, priceOverride: 2_500n * USD } };
    expect(settings(priced, 4)).toEqual([
      [9_300n, 10_200n, 2_500n, 2_500n],
      [7_800n, 10_500n, 1n, 2_500n],
    ]);
    expect(settings(priced, 5)[0]).toEqual([9_300n, 10_200n, 2_600n, 2_600n]);
  });
});
