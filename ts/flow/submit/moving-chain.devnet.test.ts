import { type Hex, parseEther } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES } from "../../core/names/names.ts";
import { resolveBlock } from "../../core/rpc/block.ts";
import { result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";
import { readGasPrice } from "../plan/gas.ts";
import { proveAtHead } from "../simulate/prove-at-head.ts";
import { simulateProposal } from "../simulate-proposal.ts";
import { type FallenChain, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, type Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { attempt, failed, succeeded, userOf } from "./attempt.fixture.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

const head = () => resolveBlock(chain.client as never, { tag: "latest" });
const price = (dollars: bigint, pools = true) =>
  movePrice(chain.client, "WETH", dollars * 10n ** 8n, { info: chain.devnet.info, pools });
const setLender = (lender: Hex, allowed: boolean) =>
  chain.write(
    chain.owner,
    chain.book.liquidators.AaveV3Liquidator!,
    "function setLender(address lender, bool allowed)",
    [lender, allowed],
  );

/** Something happens right before the node gets the transaction. */
const justBefore =
  (happens: () => Promise<unknown>): Intercept =>
  async ({ method }) => {
    if (method === "eth_sendRawTransaction") await happens();
    return false;
  };

describe("while it was planned", () => {
  it("the account recovered: nothing is sent", async () => {
    const block = await head();
    await price(3000n);
    const { done, sent, rows } = await attempt(chain, "reference", { request: { block } });
    expect(failed(done)).toMatchObject({ code: "healthy", exitCode: 4 });
    expect(sent).toBe(0);
    expect(rows).toMatchObject([{ status: "skipped", reason: { code: "healthy" }, txHash: null }]);
  });

  it("the deadline passed: nothing is sent", async () => {
    const block = await head();
    await chain.client.mine({ blocks: 17 });
    const { done, sent } = await attempt(chain, "reference", { request: { block } });
    expect(failed(done)).toMatchObject({ code: "deadline", exitCode: 4, hint: "planning took too long: try again" });
    expect(sent).toBe(0);
  });

  it("blocks came and nothing changed: it is sent as it was planned", async () => {
    const block = await head();
    await chain.client.mine({ blocks: 3 });
    const { done } = await attempt(chain, "reference", { request: { block } });
    const { submission, plan } = succeeded(done);
    expect(submission!.outcome.profit >= plan.onChain.terms.minProfit).toBe(true);
  });

  it("gas became too dear: nothing is sent", async () => {
    const block = await head();
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 200n * 10n ** 9n });
    await chain.client.mine({ blocks: 1 });
    const { done, sent } = await attempt(chain, "reference", { request: { block } });
    // no snapshot holds it
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: block.baseFeePerGas! });
    expect(failed(done)).toMatchObject({ code: "gas-price", exitCode: 4 });
    expect(sent).toBe(0);
  });

  it("the endpoint fell behind: nothing is sent", async () => {
    const block = await head();
    const context = chain.contextWith();
    const elsewhere = { ...context, book: { ...chain.book, name: "ethereum" } };
    const { done } = await attempt(chain, "reference", { request: { send: false } });
    const gasPrice = await readGasPrice(context, block.number);
    const proof = { block, gasPrice, simulation: succeeded(done).simulation };
    const at = (seconds: number) => new Date((Number(block.timestamp) + seconds) * 1000);
    const again = vi.fn();
    expect(await proveAtHead(elsewhere, proof, at(100), again)).toBe(proof);
    await expect(proveAtHead(elsewhere, proof, at(200), again)).rejects.toMatchObject({
      code: "stale-endpoint",
      exitCode: 4,
      hint: "use another endpoint",
    });
    expect(again).not.toHaveBeenCalled();
  });
});

describe("between sending and mining", () => {
  /** The pools fall and the oracle does not: to the contract it is a bad sale. */
  const sandwich = justBefore(async () => {
    await price(2580n);
    await price(2600n, false);
  });

  it.each([
    ["reference", "profit-below-minimum"],
    // of the whale's bonus its plan leaves no more than the floor asks for
    ["whale", "bonus-share"],
  ])("nobody can take more of the profit than the tolerance: %s", async (label, code) => {
    const { done, rows } = await attempt(chain, label, { intercept: sandwich });
    expect(failed(done)).toMatchObject({ code, exitCode: 1 });
    expect(rows).toMatchObject([{ status: "failed", realised: null, txHash: expect.any(String) }]);
  });

  it("a wider tolerance takes what is left", async () => {
    const { done } = await attempt(chain, "reference", {
      intercept: sandwich,
      config: { priceToleranceBps: 1_000 },
    });
    const { submission, plan } = succeeded(done);
    expect(submission!.outcome.profit < plan.expected.profit).toBe(true);
    expect(submission!.outcome.profit >= plan.onChain.terms.minProfit).toBe(true);
  });

  it("a few units supplied to the borrower do not make dust of the rest: under-water", async () => {
    const { token, book, devnet } = chain;
    const { whale } = devnet.info.addresses.accounts;
    const [pool, amount] = [AAVE_V3_ADDRESSES.of(book)[0]!.pool, parseEther("0.001")];
    const supply = "function supply(address asset, uint256 amount, address onBehalfOf, uint16 referralCode)";
    const intercept = justBefore(async () => {
      await chain.approve("WETH", whale, pool, amount);
      await chain.write(whale, pool, supply, [token.WETH, amount, userOf(chain, "under-water"), 0]);
    });
    const { done } = await attempt(chain, "under-water", { intercept });
    const { submission, plan } = succeeded(done);
    expect(submission!.outcome.seized).toBeGreaterThan(plan.expected.seized);
  });

  it.each(["near-edge", "dust", "reference"])("the whole time until the deadline may pass: %s", async (label) => {
    const { timestamp } = await head();
    const intercept = justBefore(() => chain.client.setNextBlockTimestamp({ timestamp: timestamp + 120n }));
    const { done } = await attempt(chain, label, { intercept, config: { minProfitUsd: 0n } });
    expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
  });
});

describe("a transaction that was sent", () => {
  it("is not lost when the node says that it has it and does not show it", async () => {
    const { done, rows } = await attempt(chain, "reference", {
      intercept: async (call, response) => {
        if (call.method === "eth_sendRawTransaction") {
          await ask(chain.devnet.rpcUrl, call);
          rpcError(response, call.id, -32000, "already known");
          return true;
        }
        if (call.method !== "eth_getTransactionByHash") return false;
        result(response, call.id, null);
        return true;
      },
    });
    expect(rows).toMatchObject([{ status: "liquidated", txHash: succeeded(done).submission!.txHash }]);
  });

  it("and reverted keeps its hash and its cost when nobody can say why", async () => {
    let isSent = false;
    const { done, rows } = await attempt(chain, "reference", {
      config: { rpcRetries: 0 },
      intercept: async ({ method, id }, response) => {
        if (method === "eth_sendRawTransaction") {
          isSent = true;
          await price(3000n);
        }
        if (!isSent || !/eth_(simulateV1|call|estimateGas)/.test(method)) return false;
        rpcError(response, id, -32000, "missing trie node abc (path )");
        return true;
      },
    });
    expect(failed(done).message).toMatch(/was mined and reverted: its cause could not be asked: .*missing trie node/);
    expect(rows).toMatchObject([{ status: "failed", reason: { code: "reverted" } }]);
    const { gasUsed, effectiveGasPrice } = await chain.client.getTransactionReceipt({ hash: rows[0]!.txHash! });
    expect(rows[0]!.reason!.numbers!.gasCostWei).toBe(String(gasUsed * effectiveGasPrice));
  });

  it("outlives a failing poll for its receipt", async () => {
    let polls = 0;
    const { done } = await attempt(chain, "reference", {
      config: { rpcRetries: 0 },
      intercept: ({ method, id }, response) => {
        if (method !== "eth_getTransactionReceipt" || ++polls > 2) return false;
        rpcError(response, id, -32005, "rate limited");
        return true;
      },
    });
    expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
    expect(polls).toBeGreaterThan(2);
  });

  it("is recorded with its hash when the user does not wait for it", async () => {
    const interrupt = new AbortController();
    const { done, rows } = await attempt(chain, "reference", {
      signal: interrupt.signal,
      intercept: justBefore(async () => {
        await chain.client.setAutomine(false);
        setTimeout(() => interrupt.abort(), 300);
      }),
    });
    const { txHash } = rows[0]!;
    expect(failed(done)).toMatchObject({ exitCode: 130 });
    expect(failed(done).message).toBe(`interrupted, and it is not known what became of transaction ${txHash}`);
    expect(rows).toMatchObject([{ status: "failed", txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) }]);
  });

  it("counts what the parent chain charges for it", async () => {
    const l1Fee = parseEther("0.001");
    const { done, rows } = await attempt(chain, "reference", {
      intercept: async (call, response) => {
        if (call.method !== "eth_getTransactionReceipt") return false;
        const { result: receipt } = await ask(chain.devnet.rpcUrl, call);
        result(response, call.id, receipt && { ...receipt, l1Fee: `0x${l1Fee.toString(16)}` });
        return true;
      },
    });
    const { gasUsed, effectiveGasPrice, l1FeeWei } = succeeded(done).submission!;
    expect(l1FeeWei).toBe(l1Fee);
    expect(rows[0]!.realised!.gasCostWei).toBe(gasUsed * effectiveGasPrice + l1Fee);
  });

  it("is not followed by another one while it is pending", async () => {
    await chain.client.setAutomine(false);
    await chain.client.sendTransaction({ account: chain.operator.address, to: chain.operator.address, value: 0n });
    const { done, sent, rows } = await attempt(chain, "reference");
    const hint = "wait for it, or see fliq speed-up and fliq cancel";
    expect(failed(done)).toMatchObject({ code: "pending-transaction", exitCode: 4, hint });
    expect(sent).toBe(0);
    expect(rows).toMatchObject([{ status: "skipped", reason: { code: "pending-transaction" }, txHash: null }]);
  });
});

describe("a way that does not work", () => {
  it("gives way to the next best", async () => {
    const first = succeeded((await attempt(chain, "mixed", { request: { send: false } })).done);
    const { plan } = first;
    // one of those that the owner allows, which is asked first because it charges nothing
    expect(["morpho", "uniswap-v4", "balancer-v2"]).toContain(plan.candidate.offer.funding);
    await setLender(plan.candidate.offer.lender, false);
    const { done, rows } = await attempt(chain, "mixed");
    const { plan: taken, submission } = succeeded(done);
    expect(taken.candidate.offer.lender).not.toBe(plan.candidate.offer.lender);
    expect(submission!.outcome.profit).toBeGreaterThan(0n);
    expect(rows).toMatchObject([{ status: "liquidated", planned: { profit: taken.expected.profit } }]);
  });

  it("is the reason when there is no other", async () => {
    for (const { pool } of AAVE_V3_ADDRESSES.of(chain.book)) await setLender(pool, false);
    const { done, sent } = await attempt(chain, "reference", { request: { funding: "aave" } });
    expect(failed(done)).toMatchObject({ code: "lender-not-allowed", exitCode: 4 });
    expect(sent).toBe(0);
  });

  it("is simulated as before its deployment on a block before it", async () => {
    const liquidator = chain.book.liquidators.AaveV3Liquidator!;
    const latest = await head();
    let first = latest.number;
    while ((await chain.client.getCode({ address: liquidator, blockNumber: first })) !== undefined) first -= 1n;
    const open = {
      user: userOf(chain, "reference"),
      target: null,
      protocols: PROTOCOL_NAMES,
      market: null,
      collateral: null,
      debt: null,
      repay: "max",
      funding: "auto",
      inKind: false,
      caller: null,
      fork: false,
    } as const;
    for (const [number, injected] of [[first, true] as const, [latest.number, false] as const]) {
      const block = await resolveBlock(chain.client as never, { number });
      const { simulation } = await simulateProposal(chain.contextWith(), { ...open, block });
      expect(simulation).toMatchObject({ ok: true, injected });
    }
  });
});
