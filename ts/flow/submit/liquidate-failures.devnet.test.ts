import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { encodeFunctionData, type Hex, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rpcError } from "../../core/rpc/local-server.fixture.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { temporaryFolder } from "../../core/temporary-folder.fixture.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { SUBMITTERS } from "../../submitters/index.ts";
import { waitForInclusion } from "../../submitters/public/wait-for-inclusion.ts";
import type { Submitter } from "../../submitters/submitter.ts";
import type { LiquidateRequest } from "../liquidate.ts";
import { type FallenChain, keyOf, startFallenChain } from "../testing/chain.fixture.ts";
import { ask, type Intercept, startProxy, without } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { type AttemptOptions, attempt, failed, succeeded, userOf } from "./attempt.fixture.ts";
import { submit } from "./submit.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

/** For the record of what no plan stands behind. */
const UNPLANNED = { legs: [], now: () => new Date() };

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());

describe("what is not sent", () => {
  it.each<[code: string, exitCode: number, status: string, AttemptOptions & { readonly label?: string }]>([
    ["below-min-profit", 4, "skipped", { config: { minProfitUsd: 10n ** 14n } }],
    ["bonus-share", 4, "skipped", { config: { minBonusShareBps: 10_000 } }],
    ["oracle-unavailable", 4, "skipped", { label: "broken-oracle" }],
    ["gas-price", 4, "skipped", { config: { maxGasPriceWei: 10n ** 9n } }],
    ["gas-share", 4, "skipped", { config: { maxGasShareBps: 1 } }],
    ["pool-depth", 4, "skipped", { config: { minPoolDepthUsd: 10n ** 18n } }],
    ["not-operator", 4, "skipped", { request: { signer: keyOf(5) } }],
    ["bonus-share-limit", 4, "skipped", { config: { minBonusShareBps: 4_999 } }],
    ["tip-limit", 4, "skipped", { config: { tipBps: 5_001 } }],
    ["wallet-short", 3, "skipped", { request: { funding: "wallet" } }],
    ["funding-unsupported", 2, "skipped", { request: { funding: "callback" } }],
    ["not-deployed", 1, "failed", { deployed: false }],
  ])("ends in one row: %s", async (code, exitCode, status, { label = "reference", ...setting }) => {
    const { done, sent, rows, before, after } = await attempt(chain, label, setting);
    expect(failed(done)).toMatchObject({ code, exitCode });
    expect(sent).toBe(0);
    expect(after).toEqual(before);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      status,
      reason: { code },
      target: expect.stringMatching(new RegExp(`^[a-z].*/${userOf(chain, label).toLowerCase()}$`)),
      txHash: null,
      realised: null,
    });
  });

  it("is what gas would cost too large a share of, at a price within the limit", async () => {
    const config = { maxGasPriceWei: 500n * 10n ** 9n, maxGasShareBps: 1_500 };
    const { baseFeePerGas } = await chain.client.getBlock();
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 300n * 10n ** 9n });
    await chain.client.mine({ blocks: 1 });
    const small = await attempt(chain, "reference", { config });
    expect(failed(small.done)).toMatchObject({ code: "gas-share", hint: "wait, or raise --max-gas-share-bps" });
    expect(small.sent).toBe(0);
    const { simulation, submission } = succeeded((await attempt(chain, "whale", { config })).done);
    const share = (simulation.gasCostUsd * 10_000n) / (simulation.netUsd + simulation.gasCostUsd);
    expect(share).toBeGreaterThan(500n);
    expect(share).toBeLessThan(1_500n);
    // no price was signed at which it could have cost more
    const { maxFeePerGas } = await chain.client.getTransaction({ hash: submission!.txHash });
    const most = (maxFeePerGas! * simulation.gasUsed * 2_600n) / 10n ** 10n;
    expect(most).toBeLessThanOrEqual(((simulation.netUsd + simulation.gasCostUsd) * 1_500n) / 10_000n);
    // taking the chain back leaves the price as it is
    await chain.client.setNextBlockBaseFeePerGas({ baseFeePerGas: baseFeePerGas! });
  });

  it("has the plan that fell short in its row", async () => {
    const { rows } = await attempt(chain, "reference", {
      config: { minProfitUsd: 10n ** 14n },
      request: { funding: "flash-swap" },
    });
    expect(rows[0]).toMatchObject({
      funding: "flash-swap",
      pair: { debt: { symbol: "USDC" } },
      action: expect.stringMatching(/^liquidate/),
    });
    expect(BigInt(rows[0]!.reason!.numbers!.netUsd!)).toBe(rows[0]!.planned!.netProfitUsd);
    const { simulation } = succeeded(
      (await attempt(chain, "reference", { request: { send: false, funding: "flash-swap" } })).done,
    );
    // within 15 % of what it takes
    expect(Math.abs(Number(rows[0]!.planned!.gasUsed) / Number(simulation.gasUsed) - 1)).toBeLessThan(0.15);
  });

  it("is no outcome at all when there was nothing to liquidate, or the request made no sense", async () => {
    const expected = [
      ["healthy", {}, { code: "healthy", exitCode: 3 }],
      ["no-debt", {}, { code: "no-debt", exitCode: 3 }],
      [
        "reference",
        { debt: { symbol: "DAI" } },
        { exitCode: 2, message: expect.stringContaining("--debt DAI is none of USDC") },
      ],
      ["reference", { repay: { amount: "11000.1" } }, { exitCode: 2, hint: "use --repay max" }],
      [
        "reference",
        { repay: { amount: "1.0000001" } },
        { exitCode: 2, message: expect.stringContaining("7 decimals") },
      ],
      ["mixed", { repay: { amount: "5" } }, { exitCode: 2, message: expect.stringContaining("owes several tokens") }],
    ] as const;
    for (const [label, request, failure] of expected) {
      const { done, sent, rows } = await attempt(chain, label, { request: request as Partial<LiquidateRequest> });
      expect(failed(done)).toMatchObject(failure);
      expect([sent, rows]).toEqual([0, []]);
    }
  });
});

describe("a transaction that fails", () => {
  const paused: Intercept = async ({ method }) => {
    if (method === "eth_sendRawTransaction") {
      await chain.write(chain.owner, chain.book.liquidators.AaveV3Liquidator!, "function setPaused(bool paused)", [
        true,
      ]);
    }
    return false;
  };

  it("by a revert in its block is said with its cause, its hash and what it cost", async () => {
    const { done, sent, rows } = await attempt(chain, "reference", { intercept: paused });
    const error = failed(done);
    expect(sent).toBe(1);
    const txHash = rows[0]!.txHash!;
    const { status, gasUsed, effectiveGasPrice } = await chain.client.getTransactionReceipt({ hash: txHash });
    expect(status).toBe("reverted");
    expect(error).toMatchObject({ code: "paused", exitCode: 1 });
    expect(error.message).toBe(
      `transaction ${txHash} was mined and reverted: the liquidator is paused: the owner must call setPaused(false)`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: "failed", realised: null, reason: { code: "paused" } });
    expect(rows[0]!.reason!.numbers).toMatchObject({ gasCostWei: String(gasUsed * effectiveGasPrice) });
  });

  it("because its gas ran out is said so", async () => {
    const { done } = await attempt(chain, "reference", { request: { send: false } });
    const { simulation, gasPrice } = succeeded(done);
    const gasUsed = simulation.gasUsed / 2n;
    // a node that estimates would not let it happen
    const proxy = await startProxy(chain.devnet.rpcUrl, without("eth_estimateGas"));
    const context = await chain.connected({ rpcUrl: proxy.url });
    const options = { signer: chain.operator, gasPrice, maxGasPriceWei: 10n ** 12n, gasUsed, words: [], ...UNPLANNED };
    const error = failed(await submit(context, simulation.transaction, options).catch((cause) => cause));
    await proxy.close();
    expect(error).toMatchObject({ code: "out-of-gas", exitCode: 1 });
    expect(error.message).toContain(`it used up its gas limit of ${(gasUsed * 140n) / 100n}`);
  });

  it("because another one of its block came first is said so", async () => {
    const pause = encodeFunctionData({ abi: parseAbi(["function setPaused(bool paused)"]), args: [true] });
    const first: Intercept = async ({ method }) => {
      if (method === "eth_sendRawTransaction") {
        await chain.client.setAutomine(false);
        const to = chain.book.liquidators.AaveV3Liquidator!;
        const fees = { maxFeePerGas: 10n ** 12n, maxPriorityFeePerGas: 10n ** 11n, gas: 100_000n };
        await chain.client.sendTransaction({ account: chain.owner, to, data: pause, ...fees });
      }
      if (method === "eth_getTransactionReceipt") await chain.client.setAutomine(true);
      return false;
    };
    const { done } = await attempt(chain, "reference", { intercept: first });
    expect(failed(done)).toMatchObject({ code: "reverted", exitCode: 1 });
    expect(failed(done).message).toContain("another transaction of the block came first");
  });

  it("because the node refuses it was never sent", async () => {
    const { done, rows, before, after } = await attempt(chain, "reference", {
      intercept: ({ method, id }, response) => {
        if (method !== "eth_sendRawTransaction") return false;
        rpcError(response, id, -32000, "insufficient funds for gas * price + value");
        return true;
      },
    });
    expect(failed(done)).toMatchObject({ exitCode: 1, message: expect.stringContaining("insufficient funds for gas") });
    expect(after).toEqual(before);
    expect(rows).toMatchObject([{ status: "failed", txHash: null, reason: { code: "rpc-node-error" } }]);
  });
});

describe("a lost answer", () => {
  it.each([
    ["the connection breaks after the node took it", async () => {}],
    [
      "a gateway sends it twice",
      async (params: unknown) => {
        const { result } = await ask(chain.devnet.rpcUrl, { id: 9, method: "eth_sendRawTransaction", params });
        // while it is mined the node may take it once more
        await waitForReceipt(chain.client, { hash: result as Hex });
      },
    ],
  ] as const)("loses nothing: %s", async (what, more) => {
    const { done, rows, warnings, before, after } = await attempt(chain, "reference", {
      intercept: async (call, response) => {
        if (call.method !== "eth_sendRawTransaction") return false;
        await more(call.params);
        if (what.startsWith("a gateway")) return false;
        await ask(chain.devnet.rpcUrl, call);
        response.destroy();
        return true;
      },
    });
    const { submission } = succeeded(done);
    expect(after.nonce).toBe(before.nonce + 1);
    expect(rows).toMatchObject([{ status: "liquidated", txHash: submission!.txHash }]);
    // what a first attempt is told is looked into, and said
    const isTold = what.startsWith("a gateway");
    expect(warnings).toEqual(isTold ? ["the node did not confirm that it took the transaction"] : []);
  });

  it("of a transaction that never arrived is said so, with the hash to look for", async () => {
    const { done, rows, before, after } = await attempt(chain, "reference", {
      request: { receiptTimeoutMs: 600 },
      intercept: ({ method }, response) => {
        if (method !== "eth_sendRawTransaction") return false;
        response.destroy();
        return true;
      },
    });
    const error = failed(done);
    expect(error).toMatchObject({ exitCode: 1, hint: expect.stringContaining("look it up before trying again") });
    expect(after).toEqual(before);
    expect(rows).toMatchObject([{ status: "failed", txHash: expect.stringMatching(/^0x[0-9a-f]{64}$/) }]);
    expect(error.message).toBe(`it is not known what became of transaction ${rows[0]!.txHash}`);
  });
});

describe("the transaction", () => {
  it("that another one replaced is said so, with its hash", async () => {
    const { done } = await attempt(chain, "reference", { request: { send: false } });
    const { simulation, gasPrice } = succeeded(done);
    const { operator } = chain;
    const submitter: Submitter = {
      ...SUBMITTERS.public,
      async send() {
        await chain.client.sendTransaction({ account: operator.address, to: operator.address, value: 0n });
        return null;
      },
      wait: (context, signed, options) =>
        waitForInclusion(context, signed, { ...options, nonceMs: 100, furtherMs: 500 }),
    };
    const options = {
      signer: operator,
      gasPrice,
      maxGasPriceWei: 10n ** 12n,
      gasUsed: simulation.gasUsed,
      words: [],
      submitter,
      ...UNPLANNED,
    };
    const context = await chain.connected();
    const error = failed(await submit(context, simulation.transaction, options).catch((cause) => cause));
    expect(error).toMatchObject({ name: "DroppedError", code: "replaced", exitCode: 1 });
    expect(error.message).toContain(`another transaction of ${operator.address} has used nonce`);
    expect(error.message).toContain(String(error.numbers!.txHash));
  });

  it("of somebody else is not signed", async () => {
    const { done } = await attempt(chain, "reference", { request: { send: false } });
    const { simulation, gasPrice } = succeeded(done);
    const options = {
      signer: keyOf(5),
      gasPrice,
      maxGasPriceWei: 10n ** 12n,
      gasUsed: simulation.gasUsed,
      words: [],
      ...UNPLANNED,
    };
    const context = chain.contextWith();
    const error = failed(await submit(context, simulation.transaction, options).catch((cause) => cause));
    expect(error).toMatchObject({ code: "signer", exitCode: 1 });
    expect(context.requests.size).toBe(0);
  });
});

describe("the record", () => {
  it("that cannot be written keeps everything from being sent", async () => {
    // below a file there is no folder
    const config = { ledgerPath: join(import.meta.filename, "ledger.jsonl") };
    const { done, sent, before, after } = await attempt(chain, "reference", { config, unrecorded: true });
    expect(failed(done)).toMatchObject({ code: "ledger", exitCode: 1 });
    expect([sent, after]).toEqual([0, before]);
    const dry = await attempt(chain, "usdt-debt", { config, request: { send: false }, unrecorded: true });
    expect(succeeded(dry.done).submission).toBeNull();
    expect(dry.warnings).toEqual([`cannot record an outcome in ${config.ledgerPath}`]);
  });

  it("that cannot be written any more hides neither the result nor the failure", async () => {
    const config = { ledgerPath: join(temporaryFolder("ledger"), "ledger.jsonl") };
    const lost: Intercept = ({ method }) => {
      if (method !== "eth_sendRawTransaction") return false;
      rmSync(config.ledgerPath);
      mkdirSync(config.ledgerPath);
      return false;
    };
    const { done, warnings } = await attempt(chain, "reference", { config, intercept: lost, unrecorded: true });
    expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
    expect(warnings).toEqual([
      `cannot record a transaction in ${config.ledgerPath}`,
      `cannot record an outcome in ${config.ledgerPath}`,
    ]);
    const second = await attempt(chain, "usdt-debt", {
      config: { ...config, minProfitUsd: 10n ** 14n },
      request: { send: false },
      unrecorded: true,
    });
    expect(failed(second.done)).toMatchObject({ code: "below-min-profit" });
    expect(second.warnings).toHaveLength(1);
  });
});
