import { describe, expect, it } from "vitest";
import { reservesOf } from "../aave/reserves-of.ts";
import { type AccountPlan, stateOf, units } from "./account.fixture.ts";
import { instantLater, instantOf } from "./instant.ts";
import { type LargestCall, largestCall } from "./largest-call.ts";
import { type AaveV3Pair, callOf } from "./pair.ts";
import { rulesOf } from "./rules.ts";
import type { AaveV3State } from "./state.ts";

const RULES = rulesOf(10)!;
const RATE = 10n ** 26n; // 10 %

function pairOf(state: AaveV3State, collateral: string, debt: string, horizonSeconds: bigint): AaveV3Pair {
  const reserves = reservesOf(state.market);
  const place = (symbol: string) =>
    state.position.holdings.findIndex(({ reserveId }) => reserves.get(reserveId)!.token.symbol === symbol);
  const now = instantOf(state, RULES);
  const [collateralIndex, debtIndex] = [place(collateral), place(debt)];
  const later = instantLater(state, now, horizonSeconds, RULES);
  const [collateralReserve, debtReserve] = [collateralIndex, debtIndex].map(
    (index) => reserves.get(state.position.holdings[index]!.reserveId)!,
  ) as [AaveV3Pair["collateralReserve"], AaveV3Pair["debtReserve"]];
  return { now, later, collateralIndex, debtIndex, collateralReserve, debtReserve };
}

/** What a stranger does: supplies to the borrower, repays for him, or takes some collateral for it. */
interface Push {
  readonly seize?: readonly [symbol: "WETH" | "USDC", amount: bigint];
  readonly supply?: readonly [symbol: "WETH" | "USDC", amount: bigint];
  readonly repay?: readonly [symbol: "USDC" | "DAI", amount: bigint];
}

function pushed(state: AaveV3State, { seize, supply, repay }: Push): AaveV3State {
  const reserves = reservesOf(state.market);
  const holdings = state.position.holdings.map((holding) => {
    const { symbol } = reserves.get(holding.reserveId)!.token;
    const more = supply?.[0] === symbol ? supply[1] : seize?.[0] === symbol ? -seize[1] : 0n;
    const less = repay?.[0] === symbol ? repay[1] : 0n;
    return {
      ...holding,
      scaledATokenBalance: holding.scaledATokenBalance + more,
      scaledVariableDebt: holding.scaledVariableDebt - less,
    };
  });
  return { ...state, position: { ...state.position, holdings } };
}

interface Edge {
  readonly plan: AccountPlan;
  readonly pair: readonly [collateral: string, debt: string];
  /** What pushes a call over the edge that stands right at it. */
  readonly push: (size: "units" | "usd") => Push;
}

const FEW = "0.00001";
const supplied = (size: "units" | "usd"): Push => ({
  supply: ["WETH", size === "units" ? units("WETH", "0.00000001") : units("WETH", "0.0038")],
});
const repaid =
  (symbol: "USDC" | "DAI") =>
  (size: "units" | "usd"): Push => ({ repay: [symbol, units(symbol, size === "units" ? FEW : "9.9")] });
const seized = (size: "units" | "usd"): Push => ({
  repay: ["USDC", units("USDC", size === "units" ? FEW : "9.5")],
  seize: ["WETH", units("WETH", size === "units" ? "0.00000001" : "0.0038")],
});

const EDGES: Record<string, Edge> = {
  "the collateral sets the amounts, and some comes on top": {
    plan: { collateral: { WETH: 1 }, debt: { USDC: 3_000 } },
    pair: ["WETH", "USDC"],
    push: supplied,
  },
  "the same with interest on its way": {
    plan: { collateral: { WETH: 1 }, debt: { USDC: 3_000 }, reserves: { USDC: { variableBorrowRate: RATE } } },
    pair: ["WETH", "USDC"],
    push: supplied,
  },
  "1,000 USD of debt are left, and some are repaid": {
    plan: { collateral: { USDC: 8_700 }, debt: { USDC: 4_200, DAI: "2821.2" } },
    pair: ["USDC", "USDC"],
    push: repaid("USDC"),
  },
  "1,000 USD of collateral are left, and somebody else liquidates a little": {
    plan: { collateral: { WETH: 1, USDC: 1_500 }, debt: { USDC: 3_400 } },
    pair: ["WETH", "USDC"],
    push: seized,
  },
  "a health factor of just 0.95, and some debt is repaid": {
    plan: { collateral: { WETH: 10 }, debt: { USDC: "22578.947369" } },
    pair: ["WETH", "USDC"],
    push: repaid("USDC"),
  },
  "a health factor of just 0.95, and another debt is repaid": {
    plan: { collateral: { WETH: 10 }, debt: { USDC: "20578.947369", DAI: 2_000 } },
    pair: ["WETH", "USDC"],
    push: repaid("DAI"),
  },
  "a health factor of just 0.95, and collateral comes on top": {
    plan: { collateral: { WETH: 10 }, debt: { USDC: "22578.947369" } },
    pair: ["WETH", "USDC"],
    push: supplied,
  },
  "collateral of just below 2,000 USD, and some comes on top": {
    plan: { collateral: { WETH: "0.76923076923", USDC: 1_800 }, debt: { USDC: 3_200 } },
    pair: ["WETH", "USDC"],
    push: supplied,
  },
};

describe.each(Object.entries(EDGES))("%s", (_, { plan, pair, push }) => {
  const state = stateOf(plan);
  const open = (horizonSeconds: bigint, push: Push = {}): AaveV3Pair =>
    pairOf(pushed(state, push), ...pair, horizonSeconds);
  const taken = ({ coverForMost }: LargestCall, after: AaveV3Pair) => {
    const result = callOf(after, RULES)(coverForMost);
    return result.ok ? result.amounts.repaid : 0n;
  };

  it.each([0n, 60n])("still takes what was planned, %i seconds ahead", (horizonSeconds) => {
    const planned = largestCall(open(horizonSeconds), RULES);
    if (!planned.most.ok) throw new Error(planned.most.error);
    const { repaid: most } = planned.most.amounts;
    expect(most).toBeGreaterThan(0n);
    for (const size of ["units", "usd"] as const) {
      const less = push(size).repay?.[0] === pair[1] ? push(size).repay![1] : 0n;
      expect(taken(planned, open(horizonSeconds, push(size))), size).toBeGreaterThanOrEqual(most - less);
    }
  });

  it("would not, offered the least that takes what the rules leave to one call", () => {
    const most = largestAt(open(0n));
    const after = callOf(open(0n, push("units")), RULES)(most.cover);
    if (!after.ok) return expect(after.error).toBe("MustNotLeaveDust");
    expect(after.amounts.repaid).toBeLessThan(most.repaid - units("USDC", 1));
  });
});

/** The largest call that is accepted, to the unit. */
function largestAt(pair: AaveV3Pair): { readonly cover: bigint; readonly repaid: bigint } {
  const at = callOf(pair, RULES);
  const { maxDebt, whole } = largestCall(pair, RULES);
  let [accepted, other] = whole.ok ? [maxDebt, whole.amounts.repaid - 1n] : [0n, maxDebt];
  const most = whole.ok ? whole.amounts.gross : null;
  while (accepted - other > 1n || other - accepted > 1n) {
    const middle = (accepted + other) / 2n;
    const result = at(middle);
    if (result.ok && (most === null || result.amounts.gross === most)) accepted = middle;
    else other = middle;
  }
  const result = at(accepted);
  if (!result.ok) throw new Error(result.error);
  return { cover: accepted, repaid: result.amounts.repaid };
}

describe("largestCall", () => {
  it("takes what stands at an edge where nothing else is accepted", () => {
    // 1,014 USD of collateral set the amounts: 28.6 USD of debt are left, and any smaller call leaves dust
    const state = stateOf({ collateral: { WETH: "0.39" }, debt: { USDC: 1_100 } });
    const { most, maxDebt } = largestCall(pairOf(state, "WETH", "USDC", 0n), RULES);
    expect(most.ok && most.amounts.repaid > 0n && most.amounts.repaid <= maxDebt).toBe(true);
  });
});
