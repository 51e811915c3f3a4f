import { describe, expect, it } from "vitest";
import { MAX_UINT256 } from "../../core/math/math.ts";
import type { Action } from "../action.ts";
import { type Assessment, healthFactorOf } from "../assessment.ts";
import { FUNDINGS_OF_EVERY_LEAF } from "../fundings.ts";
import { type AccountPlan, assessPlan, OPTIONS, readOf, stateOf, TARGET, TIME, USD, units } from "./account.fixture.ts";
import { assess } from "./assess.ts";
import { gasOfLiquidation } from "./gas.ts";
import { rulesOf } from "./rules.ts";

const SYMBOLS = ["WETH", "USDC", "DAI"];
const REFERENCE = { collateral: { WETH: 10 }, debt: { USDC: 22_000 } };

/** Those that sell what they get. */
const sellingOf = ({ actions }: Assessment) => actions.filter(({ receives }) => receives?.keptAs === null);
const symbolsOf = ({ pays, receives }: Action) => [receives?.token.symbol, pays?.token.symbol];

describe("assess", () => {
  it("says what can be done about the reference account", () => {
    const assessment = assessPlan(REFERENCE);
    expect(assessment).toMatchObject({
      blockNumber: 1n,
      timestamp: TIME,
      status: { kind: "liquidatable" },
      measure: { kind: "health-factor", value: 975n * 10n ** 15n, decimals: 18, threshold: 10n ** 18n },
      collateralUsd: 26_000n * USD,
      debtUsd: 22_000n * USD,
      closeFactorBps: 5_000n,
      notes: { revision: "10 (v3.6)" },
    });
    expect(assessment.actions).toEqual([
      {
        id: "liquidate/0/1",
        contract: "AaveV3Liquidator",
        callee: TARGET.market,
        pays: { token: expect.objectContaining({ symbol: "USDC" }), most: units("USDC", 11_000), priceUsd: USD },
        receives: { token: expect.objectContaining({ symbol: "WETH" }), keptAs: null },
        bonusBps: 10_500n,
        oracle: { numerator: 2_600n * USD * 10n ** 6n, denominator: USD * 10n ** 18n },
        fundings: FUNDINGS_OF_EVERY_LEAF,
        gas: gasOfLiquidation(stateOf(REFERENCE).position, false, rulesOf(10)!),
        detail: {
          collateralId: 0,
          debtId: 1,
          inKind: false,
          maxDebt: units("USDC", 11_000),
          coverForMost: units("USDC", 11_000),
        },
      },
      expect.objectContaining({ id: "liquidate/0/1/in-kind", fundings: ["wallet"] }),
    ]);
    const [selling, inKind] = assessment.actions as [Action, Action];
    expect(inKind).toEqual({
      ...selling,
      id: "liquidate/0/1/in-kind",
      receives: { ...selling.receives, keptAs: "aTokens" },
      fundings: ["wallet"],
      gas: gasOfLiquidation(stateOf(REFERENCE).position, true, rulesOf(10)!),
      detail: { ...(selling.detail as object), inKind: true },
    });
  });

  it("judges at the market's block, also where the position was read before", () => {
    const { market, position } = stateOf(REFERENCE);
    const later = { ...readOf(market), blockNumber: 9n, timestamp: TIME + 96n };
    const assessment = assess(TARGET, later, readOf(position), OPTIONS);
    expect(assessment).toEqual({ ...assessPlan(REFERENCE), blockNumber: 9n, timestamp: TIME + 96n });
    expect(assessment.status.kind).toBe("liquidatable");
  });

  it("shows every holding, with the price at which the account turns", () => {
    const lines = assessPlan({ ...REFERENCE, reserves: { WETH: { price: 3_000n * USD } } }).positions;
    expect(
      lines.map(({ token, supplied, borrowed, usedAsCollateral }) => [
        token.symbol,
        supplied,
        borrowed,
        usedAsCollateral,
      ]),
    ).toEqual([
      ["WETH", units("WETH", 10), 0n, true],
      ["USDC", 0n, units("USDC", 22_000), false],
    ]);
    expect(lines.map(({ priceUsd, liquidationPriceUsd }) => [priceUsd, liquidationPriceUsd])).toEqual([
      [3_000n * USD, 266_666_666_666n],
      [USD, 112_500_001n],
    ]);
  });

  it("does not confuse healthy, without debt, and refused", () => {
    expect(assessPlan({ collateral: { WETH: 10 }, debt: { USDC: 100 } }).status).toMatchObject({
      kind: "healthy",
      reason: { code: "healthy" },
    });
    expect(assessPlan({ collateral: { WETH: 10 }, debt: {} })).toMatchObject({
      status: { kind: "no-debt" },
      measure: { kind: "health-factor", value: MAX_UINT256 },
    });
    const { market, position } = stateOf(REFERENCE);
    const failed = {
      ok: false,
      blockNumber: 1n,
      timestamp: TIME,
      reason: { code: "read-failed", message: "" },
    } as const;
    for (const assessment of [
      assess(TARGET, failed, readOf(position), OPTIONS),
      assess(TARGET, readOf(market), failed, OPTIONS),
      assess(TARGET, failed, { ...failed, reason: { code: "other", message: "" } }, OPTIONS),
    ]) {
      expect(assessment).toMatchObject({
        target: TARGET,
        blockNumber: 1n,
        timestamp: TIME,
        status: { kind: "refused", reason: { code: "read-failed" } },
        measure: null,
        actions: [],
      });
    }
  });

  it.each([
    ["oracle-unavailable", { reserves: { USDC: { price: null } } }],
    ["oracle-zero", { reserves: { WETH: { price: 0n } } }],
    ["unknown-revision", { market: { revision: 12 } }],
    ["reserve-unknown", { market: { reserves: [] } }],
    ["emode-unknown", { eMode: { id: 2 } }],
    ["emode-price-unknown", { eMode: {}, market: { unpricedEModes: [1] } }],
  ])("knows no health factor behind %s", (code, changes: Partial<AccountPlan>) => {
    expect(assessPlan({ ...REFERENCE, ...changes })).toMatchObject({
      status: { kind: "refused", reason: { code } },
      measure: null,
      actions: [],
    });
  });

  it("does not mind an eMode without a price that the account is not in", () => {
    const others = { ...REFERENCE, market: { unpricedEModes: [1, 2] } };
    expect(assessPlan(others).status.kind).toBe("liquidatable");
  });

  it("searches no liquidation prices when it is told not to, and says the same besides", () => {
    const full = assessPlan(REFERENCE);
    const lean = assessPlan(REFERENCE, { liquidationPrices: false });
    expect(full.positions.every(({ liquidationPriceUsd }) => typeof liquidationPriceUsd === "bigint")).toBe(true);
    const positions = full.positions.map((line) => ({ ...line, liquidationPriceUsd: null }));
    expect(lean).toEqual({ ...full, positions });
  });

  it("tells apart that it turns at no price and that nobody can say at which", () => {
    const turning = (plan: AccountPlan) =>
      assessPlan(plan).positions.map(({ liquidationPriceUsd }) => liquidationPriceUsd);
    expect(turning({ collateral: { WETH: 10 }, debt: {} })).toEqual(["none"]);
    const idle = {
      collateral: { WETH: 10, DAI: 5 },
      debt: { USDC: 22_000 },
      holdings: { DAI: { usedAsCollateral: false } },
    };
    expect(turning(idle)).toEqual([expect.any(BigInt), expect.any(BigInt), "none"]);
    expect(turning({ ...REFERENCE, reserves: { WETH: { price: 0n } } })).toEqual([null, null]);
  });

  it("needs no price of what is neither collateral nor debt", () => {
    const idle = { WETH: 10, DAI: 5 };
    const changes = { holdings: { DAI: { usedAsCollateral: false } }, reserves: { DAI: { price: null } } };
    expect(assessPlan({ collateral: idle, debt: { USDC: 22_000 }, ...changes }).status.kind).toBe("liquidatable");
  });

  it.each([
    ["reserve-paused", { reserves: { USDC: { paused: true } } }],
    ["reserve-inactive", { reserves: { WETH: { active: false } } }],
    ["grace-period", { reserves: { WETH: { liquidationGraceUntil: TIME } } }],
    ["sequencer-sentinel", { market: { sentinelAllowsLiquidation: false } }],
    ["no-collateral", { holdings: { WETH: { scaledATokenBalance: 0n } } }],
  ])("refuses with %s and still knows the health factor", (code, changes: Partial<AccountPlan>) => {
    const assessment = assessPlan({ ...REFERENCE, ...changes });
    expect(assessment).toMatchObject({ status: { kind: "refused", reason: { code } }, actions: [] });
    expect(healthFactorOf(assessment)).not.toBeNull();
  });

  it("leaves a paused reserve out while another pair remains", () => {
    const plan = { collateral: { WETH: 10, DAI: 100 }, debt: { USDC: 22_100 }, reserves: { DAI: { paused: true } } };
    const assessment = assessPlan(plan);
    expect(assessment.status.kind).toBe("liquidatable");
    expect(sellingOf(assessment).map(symbolsOf)).toEqual([["WETH", "USDC"]]);
  });

  it("has two actions for every collateral and every debt, an asset against itself included", () => {
    const { actions } = assessPlan({ collateral: { WETH: 1, USDC: 1_000 }, debt: { USDC: 2_000, DAI: 1_500 } });
    const pairs = ["liquidate/0/1", "liquidate/0/2", "liquidate/1/1", "liquidate/1/2"];
    expect(actions.map(({ id }) => id).sort()).toEqual(pairs.flatMap((id) => [id, `${id}/in-kind`]));
    for (const action of actions) {
      const [, collateral, debt] = action.id.split("/");
      expect(symbolsOf(action)).toEqual([SYMBOLS[Number(collateral)], SYMBOLS[Number(debt)]]);
    }
  });

  it("has none in kind where the contract accepts no call", () => {
    // a single wei pays for no unit of debt
    const wei = { WETH: { scaledATokenBalance: 1n } };
    const { actions } = assessPlan({ ...REFERENCE, holdings: wei, market: { revision: 6 } });
    expect(actions.map(({ id, pays }) => [id, pays?.most])).toEqual([["liquidate/0/1", 0n]]);
  });

  it("knows no USD where the base currency is another", () => {
    const { collateralUsd, debtUsd, positions, actions } = assessPlan({ ...REFERENCE, market: { baseIsUsd: false } });
    const figures = [collateralUsd, debtUsd, positions[0]?.priceUsd, actions[0]?.pays?.priceUsd];
    expect(figures).toEqual([null, null, null, null]);
  });
});

describe("bad debt", () => {
  const broke = { collateral: { WETH: 1 }, debt: { USDC: 3_000 } };

  it("is left alone unless it is to be realised", () => {
    expect(assessPlan(broke).status.kind).toBe("liquidatable");
    const { status, actions } = assessPlan(broke, { realizeBadDebt: false });
    expect(status).toMatchObject({ kind: "refused", reason: { code: "bad-debt", numbers: { deficit: 523_809_523n } } });
    expect(actions).toEqual([]);
  });

  it("is not realised while other collateral remains, or where the revision writes nothing off", () => {
    const other = { ...broke, collateral: { WETH: 1, DAI: 10 } };
    expect(sellingOf(assessPlan(other, { realizeBadDebt: false }))).toHaveLength(2);
    expect(assessPlan({ ...broke, market: { revision: 6 } }, { realizeBadDebt: false }).status.kind).toBe(
      "liquidatable",
    );
  });

  it("counts the debts of other reserves, and leaves the actions that realise none", () => {
    const plan = { collateral: { WETH: 1 }, debt: { USDC: 2_476.190477, DAI: 100 } };
    const symbols = (realizeBadDebt: boolean) =>
      sellingOf(assessPlan(plan, { realizeBadDebt })).map(({ pays }) => pays?.token.symbol);
    expect([symbols(true), symbols(false)]).toEqual([["USDC", "DAI"], ["DAI"]]);
  });
});
