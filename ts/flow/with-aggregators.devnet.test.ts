import { concat, type Hex, size } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Aggregator } from "../aggregators/aggregator.ts";
import { HOLDER, holderCall, THIEF, zeroXAnswer } from "../aggregators/testing/answers.fixture.ts";
import { type LocalApi, send, startApi } from "../aggregators/testing/api.fixture.ts";
import { zeroX } from "../aggregators/zero-x/index.ts";
import { PROTOCOL_NAMES } from "../core/names/names.ts";
import { resolveBlock } from "../core/rpc/block.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { sellerAddress } from "./deploy/seller-address.ts";
import { simulateProposal } from "./simulate-proposal.ts";
import { attempt, balanceOf, succeeded, userOf } from "./submit/attempt.fixture.ts";
import { type FallenChain, RECEIVER, startFallenChain } from "./testing/chain.fixture.ts";
import { undoAfterEach } from "./testing/undo-after-each.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
let api: LocalApi | null = null;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterEach(async () => {
  await api?.close();
  api = null;
});
afterAll(() => chain?.stop());

/** Takes what is sold from whoever calls it, and pays the limit of the sale inside: 0x's holder and settler in one, as far as a sale goes. */
function holderCode(): Hex {
  const call = (token: Hex, argumentBytes: Hex) => concat(["0x5f5f60", argumentBytes, "0x5f5f60", token, "0x355af1"]);
  const head = concat([
    // token.transferFrom(caller, this, amount)
    "0x6323b872dd60e01b5f523360045230602452604435604452",
    call("0x24", "0x64"),
    // buyToken.transfer(recipient, minAmountOut)
    "0x63a9059cbb60e01b5f5260c83560045261010835602452",
    call("0xe8", "0x44"),
    "0x16",
  ]);
  const after = size(head) + 6;
  return concat([head, `0x60${after.toString(16).padStart(2, "0")}575f5ffd5b00`]);
}

/** A server that offers so much for what it is asked to sell, all of it the limit of its call. */
async function startZeroX(paid: () => bigint, said: object = {}) {
  const started = await startApi((response) => {
    const { sellToken, buyToken, sellAmount, taker } = started.asked.at(-1)!.parameters as Record<string, Hex>;
    const call = { token: sellToken!, buyToken: buyToken!, amount: BigInt(sellAmount!), recipient: taker! };
    const transaction = { data: holderCall({ ...call, least: paid() }) };
    const amounts = { sellAmount, buyAmount: String(paid()), minBuyAmount: String(paid()) };
    send(response, zeroXAnswer({}, transaction, { sellToken, buyToken, ...amounts, ...said }));
  });
  api = started;
  return started;
}

const zeroXAt = (url: string): readonly Aggregator[] => [zeroX({ url, key: null, timeoutMs: 1_000 })];

async function simulated(aggregators: readonly Aggregator[], config = {}) {
  const context = chain.contextWith({ config });
  const block = await resolveBlock(context.client, { tag: "latest" });
  const open = { market: null, collateral: null, debt: null, repay: "max", inKind: false, caller: null } as const;
  const who = { user: userOf(chain, "reference"), target: null, protocols: PROTOCOL_NAMES, funding: "aave" } as const;
  const request = { ...open, ...who, block, fork: false, aggregators };
  const proposal = await simulateProposal(context, request);
  return { ...proposal, warnings: context.warnings };
}

const received = ({ plan }: Awaited<ReturnType<typeof simulated>>) => {
  const { sale } = plan.candidate;
  if (!sale?.ok) throw new Error("nothing is sold");
  return sale.amount;
};

describe("an aggregator", () => {
  it("that pays more sells the whole of the planned amount, by the seller", async () => {
    await chain.client.setCode({ address: HOLDER, bytecode: holderCode() });
    await chain.give("USDC", HOLDER, 1_000_000_000000n);
    const before = await simulated([]);
    const { url, asked } = await startZeroX(() => received(before) + 40_000000n);
    const { plan, simulation, alternatives, warnings } = await simulated(zeroXAt(url));
    expect(warnings).toEqual([]);
    expect(asked).toHaveLength(1);
    expect(asked[0]!.parameters).toMatchObject({
      sellToken: chain.token.WETH,
      buyToken: chain.token.USDC,
      taker: sellerAddress(),
    });
    const { seized } = before.plan.candidate.quote;
    const sold = BigInt(asked[0]!.parameters.sellAmount!);
    // what the debt grows by until the end of the horizon is left
    expect(sold).toBeLessThan(seized);
    expect(sold).toBeGreaterThan(seized - seized / 100_000n);
    if (!simulation.ok) throw new Error(simulation.reason.message);
    expect(simulation.outcome.seized - sold).toBe(simulation.outcome.collateralGain);
    expect(simulation.outcome.debtGain - plan.expected.debtGain).toSatisfy((off: bigint) => off >= 0n && off < 1_000n);
    expect(plan.expected.profit).toBe(before.plan.expected.profit + 40_000000n);
    expect(plan.candidate.route!.splits).toMatchObject([{ bps: 0, hops: [{ venue: "zero-x", label: "0x" }] }]);
    expect(alternatives).toContainEqual(before.plan);

    const { done, warnings: said } = await attempt(chain, "reference", {
      request: { funding: "aave", aggregators: zeroXAt(url) },
    });
    expect(said).toEqual([]);
    const { submission, plan: sent, simulation: proven } = succeeded(done);
    expect(sent.candidate.route!.splits[0]!.hops[0]!.venue).toBe("zero-x");
    expect(submission!.outcome).toEqual(proven.outcome);
    expect(await balanceOf(chain, chain.token.USDC, RECEIVER)).toBe(proven.outcome.debtGain);
    for (const token of [chain.token.WETH, chain.token.USDC]) {
      expect(await balanceOf(chain, token, sellerAddress())).toBe(0n);
    }
  });

  it("whose call reverts costs the plan nothing", async () => {
    const before = await simulated([]);
    const { url } = await startZeroX(() => received(before) + 40_000000n);
    // nothing is there: the call reverts
    const after = await simulated(zeroXAt(url));
    expect([after.plan, after.simulation]).toEqual([before.plan, before.simulation]);
    expect(after.alternatives[0]!.candidate.route!.splits[0]!.hops[0]!.venue).toBe("zero-x");

    // it takes and pays nothing
    await chain.client.setCode({ address: HOLDER, bytecode: holderCode() });
    const unpaid = await simulated(zeroXAt(url));
    expect([unpaid.plan, unpaid.simulation]).toEqual([before.plan, before.simulation]);
  });

  it("that is worse than the pools is an alternative", async () => {
    const before = await simulated([]);
    const { url } = await startZeroX(() => received(before) - 1_000000n);
    const after = await simulated(zeroXAt(url));
    expect(after.plan).toEqual(before.plan);
    expect(after.alternatives.map(({ candidate }) => candidate.route!.splits[0]!.hops[0]!.venue)).toContain("zero-x");
  });

  it("that is hostile or dead changes nothing, and is said to be", async () => {
    const before = await simulated([]);
    const { url } = await startZeroX(() => received(before) * 2n, { allowanceTarget: THIEF });
    const hostile = await simulated(zeroXAt(url));
    await api!.close();
    api = null;
    const dead = await simulated(zeroXAt(url));
    for (const { plan, simulation, alternatives, warnings } of [hostile, dead]) {
      expect([plan, simulation, alternatives]).toEqual([before.plan, before.simulation, before.alternatives]);
      expect(warnings).toEqual(["an aggregator offers nothing"]);
    }
  });

  it("is not asked where nobody may sell but the named venues", async () => {
    const { url, asked } = await startZeroX(() => 1n);
    await simulated(zeroXAt(url), { venue: ["uniswap-v3"] });
    expect(asked).toEqual([]);
  });
});
