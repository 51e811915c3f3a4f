import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { attemptMany, doneOf } from "../batch/batch.fixture.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { simulateOn } from "./run-liquidator.ts";
import { simulateBatch } from "./simulate-batch.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

type Terms = Partial<PlannedLiquidation["onChain"]["terms"]>;

const NARROW: Terms = { minBonusShareBps: 5_000, tipBps: 0 };
const WIDE: Terms = { minBonusShareBps: 3_000, tipBps: 1_000 };

let chain: FallenChain;
let plans: readonly PlannedLiquidation[];
let gasPrice: GasPrice;
beforeAll(async () => {
  chain = await startFallenChain();
  // what is left is WETH, of which a builder takes its tip
  const request = { send: false, funding: "flash-swap" } as const;
  const { done } = await attemptMany(chain, ["whale", "reference"], { request });
  const [act] = doneOf(done).batches;
  plans = act!.legs.map(({ member }) => member.leg.plan);
  gasPrice = act!.gasPrice;
});
afterAll(() => chain?.stop());

/** Both plans in one batch, each with terms of its own, by anybody or by the operator. */
async function together(terms: readonly Terms[], { deployed = false, isOperator = false } = {}) {
  const context = chain.contextWith({ deployed });
  const { number, timestamp } = await chain.client.getBlock();
  const caller = isOperator ? chain.operator.address : null;
  const liquidator = context.book.liquidators.AaveV3Liquidator ?? null;
  const legs = plans.map(({ onChain, ...plan }, index) => ({
    plan: { ...plan, onChain: { ...onChain, terms: { ...onChain.terms, minProfit: 1n, ...terms[index] } } },
    gasLimit: 2_000_000n,
  }));
  const block = { number, timestamp, baseFeePerGas: null };
  const simulation = await simulateBatch(context, legs, simulateOn(block, { gasPrice, caller, liquidator }));
  if (!simulation.ok) throw new Error(simulation.reason.message);
  return simulation.legs;
}

describe("a batch by a liquidator that is not deployed", () => {
  it.each([
    ["the first", [WIDE, NARROW]],
    ["the last", [NARROW, WIDE]],
  ] as const)("has the limits that the widest leg needs: %s", async (_, terms) => {
    const legs = await together(terms);
    expect(legs.map((leg) => (leg.ok ? "ok" : leg.reason.code))).toEqual(["ok", "ok"]);
    expect(legs.map((leg) => leg.ok && leg.outcome.tip > 0n)).toEqual(terms.map((one) => one === WIDE));
  });
});

describe("a batch by a deployed liquidator", () => {
  it("may be tried by anybody", async () => {
    const legs = await together([NARROW, NARROW], { deployed: true });
    expect(legs.map(({ ok }) => ok)).toEqual([true, true]);
  });

  it("has the limits of its owner, whatever a leg asks for", async () => {
    for (const isOperator of [false, true]) {
      const legs = await together([NARROW, WIDE], { deployed: true, isOperator });
      expect(legs[0]!.ok).toBe(true);
      expect(legs[1]).toMatchObject({ ok: false, reason: { code: "bonus-share-limit" } });
    }
  });
});
