import { describe, expect, it } from "vitest";
import { RAY } from "../../core/math/math.ts";
import type { Action } from "../action.ts";
import { after } from "./after.ts";
import { AAVE_V2_POLICY } from "./policy.ts";
import type { AaveV2Market, AaveV2Position, AaveV2Reserve } from "./state.ts";

const ETHER = 10n ** 18n;

/** Whole tokens of 18 decimals for one ether each, whose interest stands still. */
const reserve = (id: number, changes: Partial<AaveV2Reserve>): AaveV2Reserve => ({
  id,
  token: { address: `0x00000000000000000000000000000000000000a${id}`, symbol: `T${id}`, decimals: 18 },
  aToken: `0x00000000000000000000000000000000000000b${id}`,
  variableDebtToken: `0x00000000000000000000000000000000000000c${id}`,
  liquidityIndex: RAY,
  variableBorrowIndex: RAY,
  liquidityRate: 0n,
  variableBorrowRate: 0n,
  lastUpdate: 1_000n,
  scaledVariableDebt: 100n * ETHER,
  price: ETHER,
  liquidationThresholdBps: 8_000n,
  liquidationBonusBps: 10_500n,
  active: true,
  cash: 1_000n * ETHER,
  ...changes,
});

const market = (debt: Partial<AaveV2Reserve>): AaveV2Market => ({
  pool: "0x0000000000000000000000000000000000000001",
  timestamp: 1_000n,
  base: { token: null, unit: ETHER },
  paused: false,
  reserves: [reserve(0, {}), reserve(1, debt)],
});

/** 100 of one against 90 of the other. */
const POSITION: AaveV2Position = {
  holdings: [
    { reserveId: 0, scaledATokenBalance: 100n * ETHER, scaledVariableDebt: 0n, stable: null, usedAsCollateral: true },
    { reserveId: 1, scaledATokenBalance: 0n, scaledVariableDebt: 90n * ETHER, stable: null, usedAsCollateral: false },
  ],
};

const played = (debt: Partial<AaveV2Reserve>, inKind = false) => {
  const action = { detail: { collateralId: 0, debtId: 1, inKind } } as unknown as Action;
  return after(market(debt), POSITION, action, { amount: 40n * ETHER }, AAVE_V2_POLICY)!;
};

describe("the state after a liquidation of Aave V2", () => {
  it.each([
    ["has some", 7n * ETHER, 47n * ETHER],
    ["is all lent out", 0n, 40n * ETHER],
    ["is not told", null, null],
  ])("has what was repaid in the debt's reserve, whose cash %s", (_, cash, left) => {
    for (const inKind of [false, true]) {
      const [collateral, debt] = played({ cash }, inKind).market.reserves;
      expect([debt!.cash, debt!.scaledVariableDebt]).toEqual([left, 60n * ETHER]);
      expect(collateral!.cash).toBe((inKind ? 1_000n : 958n) * ETHER);
    }
  });

  it("leaves unknown what all owe where the debt token does not say it", () => {
    const { market: state, position } = played({ scaledVariableDebt: null });
    expect(state.reserves[1]!.scaledVariableDebt).toBeNull();
    expect(position.holdings.map((one) => [one.scaledATokenBalance, one.scaledVariableDebt])).toEqual([
      [58n * ETHER, 0n],
      [0n, 50n * ETHER],
    ]);
  });
});
