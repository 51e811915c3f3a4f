import { join } from "node:path";
import { type Address, encodeFunctionData, erc20Abi, type Hex, isAddressEqual, parseAbi } from "viem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { resolveBlock } from "../core/block.ts";
import type { FliqError } from "../core/errors.ts";
import { type LocalServer, rpcError } from "../core/local-server.fixture.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/startTestChain.ts";
import type { OutcomeRow } from "../ledger/outcome-row.ts";
import { readOutcomes } from "../ledger/read-outcomes.ts";
import { realisedFigures } from "./account.ts";
import { BOTH, type ContextOptions, type FallenChain, keyOf, RECEIVER, startFallenChain } from "./chain.fixture.ts";
import { type LiquidateRequest, type Liquidation, liquidate } from "./liquidate.ts";
import { ask, type Intercept, startProxy } from "./proxy.fixture.ts";
import { submit } from "./submit.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
let snapshot: Hex;
const proxies: LocalServer[] = [];
beforeAll(async () => {
  chain = await startFallenChain();
  snapshot = await chain.client.snapshot();
});
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  await chain.client.revert({ id: snapshot });
  snapshot = await chain.client.snapshot();
});
afterAll(() => chain?.stop());

interface Setting extends ContextOptions {
  readonly request?: Partial<LiquidateRequest>;
  readonly intercept?: Intercept;
}

const userOf = (label: string): Address => {
  const { aave, morpho } = chain.devnet.info.borrowers;
  return [...aave, ...morpho].find((borrower) => borrower.label === label)!.address;
};

/** One attempt through an endpoint that is watched. */
async function attempt(label: string, { request, intercept, ...options }: Setting = {}) {
  const proxy = await startProxy(chain.devnet.rpcUrl, intercept);
  proxies.push(proxy);
  const context = await chain.connected({ rpcUrl: proxy.url, ...options });
  const before = await state();
  const done = await liquidate(context, {
    user: userOf(label),
    protocols: BOTH,
    market: null,
    collateral: null,
    debt: null,
    repay: "max",
    funding: "auto",
    receiveAToken: false,
    block: await resolveBlock(context.client, { tag: "latest" }),
    signer: chain.operator,
    send: true,
    now: () => new Date("2026-01-02T03:04:05Z"),
    ...request,
  }).catch((error: FliqError) => error);
  const sent = proxy.received.filter(({ method }) => method === "eth_sendRawTransaction").length;
  const isLost = context.config.ledgerPath.startsWith(import.meta.filename);
  const rows = isLost ? [] : await rowsOf(context.config.ledgerPath);
  return { context, done, sent, rows, before, after: await state(), warnings: context.warnings };
}

async function rowsOf(path: string): Promise<OutcomeRow[]> {
  const rows: OutcomeRow[] = [];
  for await (const line of readOutcomes(path)) if (line.ok) rows.push(line.row);
  return rows;
}

/** What must not change while nothing is sent. */
async function state() {
  const [block, nonce, profit] = await Promise.all([
    chain.client.getBlockNumber({ cacheTime: 0 }),
    chain.client.getTransactionCount({ address: chain.operator.address }),
    Promise.all(Object.values(chain.token).map((token) => balanceOf(token, RECEIVER))),
  ]);
  return { block, nonce, profit };
}

const balanceOf = (token: Address, account: Address): Promise<bigint> =>
  chain.client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });

function succeeded(done: Liquidation | FliqError): Liquidation {
  if (done instanceof Error) throw done;
  return done;
}

function failed(done: unknown): FliqError {
  expect(done).toBeInstanceOf(Error);
  return done as FliqError;
}

describe("a dry run", () => {
  it.each([["reference"], ["liquidatable"]])("does everything but send: %s", async (label) => {
    const { done, sent, rows, before, after } = await attempt(label, { request: { send: false } });
    const { simulation, submission } = succeeded(done);
    expect(submission).toBeNull();
    expect(sent).toBe(0);
    expect(after).toEqual(before);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status: "dry-run", reason: null, realised: null, txHash: null });
    expect(rows[0]!.simulated).toMatchObject({ profit: simulation.outcome.profit, netProfitUsd: simulation.netUsd });
  });

  it("needs neither key nor deployed contract", async () => {
    const { done, rows, sent } = await attempt("reference", {
      deployed: false,
      request: { send: false, signer: null },
    });
    expect(succeeded(done).simulation.injected).toBe(true);
    expect(sent).toBe(0);
    expect(rows.map(({ status }) => status)).toEqual(["dry-run"]);
  });
});

describe("a liquidation", () => {
  it.each([
    ["reference", "flash-swap", {}],
    ["usdt-debt", "aave", {}],
    ["mixed", "auto", {}],
    ["whale", "auto", {}],
    ["same-asset", "aave", { collateral: { symbol: "USDC" } }],
    ["l2-reference", "auto", { market: { name: "l2" } }],
    ["liquidatable", "callback", {}],
  ] as const)("sends what was simulated and gets what was simulated: %s by %s", async (label, funding, more) => {
    const { done, sent, rows, before, after } = await attempt(label, { request: { funding, ...more } });
    const { plan, simulation, submission, gasPrice } = succeeded(done);
    expect(sent).toBe(1);
    const transaction = await chain.client.getTransaction({ hash: submission!.txHash });
    expect(transaction.input).toBe(simulation.transaction.data);
    expect(transaction).toMatchObject({ from: chain.operator.address.toLowerCase(), nonce: before.nonce, value: 0n });
    expect(transaction.to).toBe(simulation.transaction.to.toLowerCase());
    // blocks are 12 seconds apart, as the simulation assumes
    expect(submission!.outcome).toEqual(simulation.outcome);
    expect(submission!.gasUsed).toBe(simulation.gasUsed);

    const { debtGain, collateralGain, tip } = submission!.outcome;
    expect(tip).toBe(0n);
    for (const [index, token] of Object.values(chain.token).entries()) {
      const gained = after.profit[index]! - before.profit[index]!;
      const isDebt = isAddressEqual(token, plan.debt.address);
      const isCollateral = isAddressEqual(token, plan.collateral.address);
      expect(gained).toBe((isDebt ? debtGain : 0n) + (isCollateral ? collateralGain : 0n));
    }
    for (const token of Object.values(chain.token)) {
      expect(await balanceOf(token, chain.book.liquidators[plan.contract]!)).toBe(0n);
      expect(await balanceOf(token, chain.operator.address)).toBe(0n);
    }

    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      time: "2026-01-02T03:04:05.000Z",
      chain: "devnet",
      user: userOf(label),
      status: "liquidated",
      reason: null,
      txHash: submission!.txHash,
      planned: { repaid: plan.expected.repaid, profit: plan.expected.profit, netProfitUsd: plan.expected.netUsd },
      simulated: { profit: simulation.outcome.profit, gasUsed: simulation.gasUsed, netProfitUsd: simulation.netUsd },
      realised: {
        repaid: submission!.outcome.repaid,
        seized: submission!.outcome.seized,
        profit: submission!.outcome.profit,
        gasUsed: submission!.gasUsed,
        gasCostWei: submission!.gasUsed * submission!.effectiveGasPrice,
      },
    });
    expect(rows[0]!.realised).toEqual(realisedFigures(plan, submission!, gasPrice));
  });

  it("pays the tip out of the profit", async () => {
    const tipRecipient = "0x00000000000000000000000000000000000f00d1";
    const { done } = await attempt("reference", {
      config: { tipBps: 1_000, tipRecipient },
      request: { funding: "aave" },
    });
    const { plan, submission } = succeeded(done);
    const { tip, profit, debtGain } = submission!.outcome;
    expect(tip).toBe(profit / 10n);
    expect(plan.expected.tip - tip).toBeLessThan(10n);
    expect(await balanceOf(plan.debt.address, tipRecipient)).toBe(tip);
    expect(await balanceOf(plan.debt.address, RECEIVER)).toBe(debtGain - tip);
  });
});

describe("with the wallet's own money", () => {
  const liquidator = () => chain.book.liquidators.AaveV3Liquidator!;

  it("gets it back to the unit, also in a token that returns nothing", async () => {
    const { address } = chain.operator;
    await chain.give("USDT", address, 9_000_000000n);
    await chain.approve("USDT", address, liquidator(), 9_000_000000n);
    const { done } = await attempt("usdt-debt", { request: { funding: "wallet" } });
    const { submission, simulation } = succeeded(done);
    expect(submission!.outcome).toEqual(simulation.outcome);
    expect(await balanceOf(chain.token.USDT, address)).toBe(9_000_000000n);
    expect(await balanceOf(chain.token.USDT, RECEIVER)).toBe(submission!.outcome.debtGain);
    expect(await balanceOf(chain.token.USDT, liquidator())).toBe(0n);
  });

  it("keeps aTokens for the receiver", async () => {
    const { address } = chain.operator;
    await chain.give("USDC", address, 20_000_000000n);
    await chain.approve("USDC", address, liquidator(), 20_000_000000n);
    const { done, rows } = await attempt("reference", { request: { funding: "wallet", receiveAToken: true } });
    const { submission, simulation, plan } = succeeded(done);
    expect(submission!.outcome).toEqual(simulation.outcome);
    const aToken = await chain.client.readContract({
      address: plan.ref.market,
      abi: parseAbi(["function getReserveAToken(address asset) view returns (address)"]),
      functionName: "getReserveAToken",
      args: [chain.token.WETH],
    });
    const block = submission!.blockNumber;
    const held = await chain.client.readContract({
      address: aToken,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [RECEIVER],
      blockNumber: block,
    });
    // aTokens are kept in scaled units: a transfer may round by one
    expect(held - submission!.outcome.collateralGain).toSatisfy((off: bigint) => off >= -1n && off <= 1n);
    expect(await balanceOf(chain.token.WETH, RECEIVER)).toBe(0n);
    expect(await balanceOf(chain.token.USDC, address)).toBe(20_000_000000n - submission!.outcome.repaid);
    expect(rows[0]).toMatchObject({ status: "liquidated", funding: "wallet" });
  });
});

describe("what is not sent", () => {
  it.each<[code: string, exitCode: number, status: string, Setting & { readonly label?: string }]>([
    ["below-min-profit", 4, "skipped", { config: { minProfitUsd: 10n ** 14n } }],
    ["slippage", 4, "skipped", { config: { maxSlippageBps: 1 } }],
    ["bad-debt", 4, "skipped", { label: "bad-debt" }],
    ["oracle-unavailable", 4, "skipped", { label: "broken-oracle" }],
    ["gas-price", 4, "skipped", { config: { maxGasPriceWei: 10n ** 9n } }],
    ["not-operator", 4, "skipped", { request: { signer: keyOf(5) } }],
    ["slippage-limit", 4, "skipped", { config: { maxSlippageBps: 501 } }],
    ["tip-limit", 4, "skipped", { config: { tipBps: 5_001 } }],
    ["wallet-short", 3, "skipped", { request: { funding: "wallet" } }],
    ["funding-unsupported", 2, "skipped", { request: { funding: "callback" } }],
    ["not-deployed", 1, "failed", { deployed: false }],
  ])("ends in one row: %s", async (code, exitCode, status, { label = "reference", ...setting }) => {
    const { done, sent, rows, before, after } = await attempt(label, setting);
    expect(failed(done)).toMatchObject({ code, exitCode });
    expect(sent).toBe(0);
    expect(after).toEqual(before);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ status, reason: { code }, user: userOf(label), txHash: null, realised: null });
  });

  it("has the plan that fell short in its row", async () => {
    const { rows } = await attempt("reference", { config: { minProfitUsd: 10n ** 14n } });
    expect(rows[0]).toMatchObject({
      funding: "flash-swap",
      pair: { debt: { symbol: "USDC" } },
      planned: { gasUsed: 430_000n },
    });
    expect(BigInt(rows[0]!.reason!.numbers!.netUsd!)).toBe(rows[0]!.planned!.netProfitUsd);
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
      const { done, sent, rows } = await attempt(label, { request: request as Partial<LiquidateRequest> });
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
    const { done, sent, rows } = await attempt("reference", { intercept: paused });
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
    const { done, context } = await attempt("reference", { request: { send: false } });
    const { simulation, gasPrice } = succeeded(done);
    const gasUsed = simulation.gasUsed / 2n;
    const error = failed(
      await submit(context, simulation.transaction, { signer: chain.operator, gasPrice, gasUsed }).catch(
        (cause) => cause,
      ),
    );
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
    const { done } = await attempt("reference", { intercept: first }).finally(() => chain.client.setAutomine(true));
    expect(failed(done)).toMatchObject({ code: "reverted", exitCode: 1 });
    expect(failed(done).message).toContain("another transaction of the block came first");
  });

  it("because the node refuses it was never sent", async () => {
    const { done, rows, before, after } = await attempt("reference", {
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
      async (params: unknown) =>
        void (await ask(chain.devnet.rpcUrl, { id: 9, method: "eth_sendRawTransaction", params })),
    ],
  ] as const)("loses nothing: %s", async (what, more) => {
    const { done, rows, warnings, before, after } = await attempt("reference", {
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
    expect(warnings).toEqual(["the node did not confirm that it took the transaction"]);
  });

  it("of a transaction that never arrived is said so, with the hash to look for", async () => {
    const { done, rows, before, after } = await attempt("reference", {
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

describe("the record", () => {
  it("that cannot be written hides neither the result nor the failure", async () => {
    const config = { ledgerPath: join(import.meta.filename, "ledger.jsonl") };
    const { done, warnings } = await attempt("reference", { config });
    expect(succeeded(done).submission!.outcome.profit).toBeGreaterThan(0n);
    expect(warnings).toEqual([`cannot record an outcome in ${config.ledgerPath}`]);
    const second = await attempt("usdt-debt", { config: { ...config, minProfitUsd: 10n ** 14n } });
    expect(failed(second.done)).toMatchObject({ code: "below-min-profit" });
    expect(second.warnings).toHaveLength(1);
  });
});
