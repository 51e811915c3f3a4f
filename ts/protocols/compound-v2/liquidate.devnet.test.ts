import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { resolveBlock } from "../../core/rpc/block.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { simulateProposal } from "../../flow/simulate-proposal.ts";
import { type FallenChain, startFallenChain } from "../../flow/testing/chain.fixture.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

const OPEN = { market: null, target: null, collateral: null, debt: null, repay: "max", funding: "auto" } as const;

async function trial(label: string, changes: object = {}) {
  const context = chain.contextWith();
  const block = await resolveBlock(context.client, { tag: "latest" });
  const { address: user } = chain.borrower("compound-v2", label);
  const request = {
    ...OPEN,
    user,
    protocols: ["compound-v2"],
    inKind: false,
    caller: null,
    block,
    fork: false,
  } as const;
  return simulateProposal(context, { ...request, ...changes });
}

/** What was planned is what happens, to the unit where nothing is projected. */
async function agrees(label: string, changes: object = {}) {
  const { plan, simulation } = await trial(label, changes);
  if (!simulation.ok) throw new Error(`${simulation.reason.code}: ${simulation.reason.message}`);
  const { repaid, seized } = simulation.outcome;
  expect(repaid).toBe(plan.expected.repaid);
  // interest until the end of the horizon makes cTokens dearer
  expect(seized >= plan.expected.seized).toBe(true);
  expect(Number(seized - plan.expected.seized) / Number(seized)).toBeLessThan(1e-4);
  return { plan, outcome: simulation.outcome };
}

describe("a liquidation of Compound V2", () => {
  it.each(["reference", "newer", "mixed", "under-water"])("of %s is what was planned", async (label) => {
    const { outcome } = await agrees(label);
    expect(outcome.profit).toBeGreaterThan(0n);
  });

  it.each(["flash-swap", "aave"] as const)("is paid by %s", async (funding) => {
    expect((await agrees("reference", { funding })).plan.candidate.offer.funding).toBe(funding);
  });

  it("pays ether", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "WBTC", 45_000_00000000n, { info: chain.devnet.info });
      const { plan } = await agrees("ether-debt");
      expect([plan.debt.symbol, plan.collateral.symbol]).toEqual(["WETH", "WBTC"]);
    }));

  it("keeps cTokens where the market has no cash", () =>
    chain.undoing(async () => {
      await movePrice(chain.client, "LINK", 12_00000000n, { info: chain.devnet.info });
      await expect(trial("no-cash")).rejects.toMatchObject({ code: "insufficient-liquidity" });
      const caller = chain.operator.address;
      await chain.give("USDC", caller, 20_000_000_000n);
      await chain.approve("USDC", caller, chain.book.liquidators.CompoundV2Liquidator!, 20_000_000_000n);
      const { plan, outcome } = await agrees("no-cash", { inKind: true, funding: "wallet", caller });
      expect([plan.collateral.symbol, outcome.collateralGain]).toEqual(["cLINK", outcome.seized]);
    }));

  it("of a healthy account is none", async () => {
    await expect(trial("healthy")).rejects.toMatchObject({ code: "healthy" });
  });
});
