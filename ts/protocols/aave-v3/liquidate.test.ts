import { describe, expect, it } from "vitest";
import { MAX_UINT256 } from "../../core/math/math.ts";
import { reservesOf } from "../aave/reserves-of.ts";
import { type AccountPlan, stateOf, USD, units } from "./account.fixture.ts";
import { balancesOf } from "./balance.ts";
import { liquidate } from "./liquidate.ts";
import { rulesOf } from "./rules.ts";
import { totalsOf } from "./totals.ts";

const SYMBOLS = ["WETH", "USDC", "DAI"];

const call = (plan: AccountPlan, collateral: string, debt: string, debtToCover = MAX_UINT256, revision = 10) => {
  const state = stateOf(plan);
  const rules = rulesOf(revision)!;
  const balances = balancesOf(state, reservesOf(state.market), rules);
  const of = (symbol: string) =>
    balances[state.position.holdings.findIndex(({ reserveId }) => SYMBOLS[reserveId] === symbol)]!;
  return liquidate(
    { account: totalsOf(balances, rules), collateral: of(collateral), debt: of(debt), debtToCover },
    rules,
  );
};

describe("liquidate", () => {
  const reference = { collateral: { WETH: 10 }, debt: { USDC: 22_000 } };

  it("clips to the close factor", () => {
    expect(call(reference, "WETH", "USDC")).toMatchObject({
      ok: true,
      amounts: { repaid: units("USDC", 11_000), toLiquidator: 4_421_153_846_153_846_153n },
      noCollateralLeft: false,
      deficit: 0n,
    });
  });

  it("writes off what the last collateral does not pay, from v3.3", () => {
    const broke = { collateral: { WETH: 1 }, debt: { USDC: 3_000 } };
    const repaid = 2_476_190_477n;
    expect(call(broke, "WETH", "USDC")).toMatchObject({
      ok: true,
      amounts: { repaid, gross: 10n ** 18n },
      noCollateralLeft: true,
      deficit: units("USDC", 3_000) - repaid,
    });
    expect(call(broke, "WETH", "USDC", MAX_UINT256, 6)).toMatchObject({ noCollateralLeft: false, deficit: 0n });
    const rich = { ...broke, collateral: { WETH: 1, DAI: 1 } };
    expect(call(rich, "WETH", "USDC")).toMatchObject({ ok: true, noCollateralLeft: false, deficit: 0n });
  });

  it("accepts leftovers of exactly 1000 USD and refuses a unit less, on the debt's side", () => {
    const plan = { collateral: { WETH: 10 }, debt: { USDC: 8_000 }, reserves: { WETH: { price: 920n * USD } } };
    expect(call(plan, "WETH", "USDC", units("USDC", 7_000)).ok).toBe(true);
    expect(call(plan, "WETH", "USDC", units("USDC", 7_000) + 1n)).toMatchObject({
      error: "MustNotLeaveDust",
      numbers: { debtLeftBase: 1_000n * USD - 100n, leastBase: 1_000n * USD },
    });
    expect(call(plan, "WETH", "USDC", units("USDC", 7_000) + 1n, 6).ok).toBe(true);
    expect(call(plan, "WETH", "USDC", units("USDC", 8_000)).ok).toBe(true);
  });

  it("refuses a leftover of less than 1000 USD on the collateral's side", () => {
    const plan = { collateral: { WETH: 1 }, debt: { USDC: 2_900 } };
    // 1600 USD of 2600 go at 1523.81 of debt.
    expect(call(plan, "WETH", "USDC", 1_523_809_500n).ok).toBe(true);
    expect(call(plan, "WETH", "USDC", 1_523_809_600n)).toMatchObject({ error: "MustNotLeaveDust" });
  });

  it("refuses what is less than the smallest unit of the books", () => {
    expect(call(reference, "WETH", "USDC", 0n)).toMatchObject({ error: "InvalidBurnAmount" });
    const grown = { ...reference, reserves: { USDC: { variableBorrowIndex: 2n * 10n ** 27n } } };
    expect(call(grown, "WETH", "USDC", 1n)).toMatchObject({ error: "InvalidBurnAmount" });
    expect(call(grown, "WETH", "USDC", 2n).ok).toBe(true);
  });

  it("liquidates an asset against itself", () => {
    const plan = { collateral: { USDC: 9_000 }, debt: { USDC: 7_500 } };
    expect(call(plan, "USDC", "USDC")).toMatchObject({
      amounts: { repaid: units("USDC", 7_500), gross: units("USDC", 7_875), protocolFee: units("USDC", "37.5") },
    });
  });
});
