import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { result } from "../../core/rpc/local-server.fixture.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import { temporaryFolder } from "../../core/temporary-folder.fixture.ts";
import { movePrice } from "../../devnet/index.ts";
import { BUILD_TIMEOUT } from "../../devnet/testing/start-test-chain.ts";
import { isSent, isSettled } from "../../ledger/ledger-row.ts";
import type { OutcomeRow } from "../../ledger/outcome-row.ts";
import { readTransactions } from "../../ledger/read-transactions.ts";
import { ledgerOf, rowsOf } from "../../ledger/rows.fixture.ts";
import { attemptMany, sumOf } from "../batch/batch.fixture.ts";
import { type AttemptOptions, attempt, failed, succeeded } from "../submit/attempt.fixture.ts";
import { type FallenChain, keyOf, startFallenChain } from "../testing/chain.fixture.ts";
import { dropAll } from "../testing/drop-all.fixture.ts";
import { ask, type Intercept } from "../testing/proxy.fixture.ts";
import { undoAfterEach } from "../testing/undo-after-each.fixture.ts";
import { reconcile } from "./reconcile.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: BUILD_TIMEOUT });

let chain: FallenChain;
let ledgerPath: string;
beforeAll(async () => {
  chain = await startFallenChain();
});
undoAfterEach(() => chain);
afterAll(() => chain?.stop());
beforeEach(() => {
  ledgerPath = join(temporaryFolder("ledger"), "ledger.jsonl");
});

const NOW = new Date("2026-01-02T03:05:05Z");
const again = async (now = NOW) => reconcile(await chain.connected({ config: { ledgerPath } }), now);
/** What counts in the end: of each transaction and target the last row. */
const counted = async () => {
  const rows = await rowsOf(ledgerPath);
  return [...new Map(rows.map((row) => [`${row.txHash}/${row.target}`, row])).values()];
};
const sentRows = async () => (await ledgerOf(ledgerPath)).filter(isSent);
const settledRows = async () => (await ledgerOf(ledgerPath)).filter(isSettled);

/** The record as a process leaves it that ends right after it has sent: with what it wrote before, and nothing else. */
const onlySent = () => {
  const lines = readFileSync(ledgerPath, "utf8").trimEnd().split("\n");
  writeFileSync(ledgerPath, `${lines.filter((line) => line.includes('"kind":"sent"')).join("\n")}\n`);
};

const atSending =
  (happens: () => Promise<unknown>): Intercept =>
  async ({ method }) => {
    if (method === "eth_sendRawTransaction") await happens();
    return false;
  };

/** A transaction that is sent, is not mined, and is given up waiting for. */
async function leaveOpen(label = "reference", options: AttemptOptions = {}) {
  const interrupt = new AbortController();
  const { done } = await attempt(chain, label, {
    config: { ledgerPath },
    signal: interrupt.signal,
    intercept: atSending(async () => {
      await chain.client.setAutomine(false);
      setTimeout(() => interrupt.abort(), 200);
    }),
    ...options,
  });
  expect(failed(done)).toMatchObject({ exitCode: 130 });
  return failed(done).numbers!.txHash as Hex;
}

const mine = () => chain.client.mine({ blocks: 1 });

describe("a transaction that was sent", () => {
  it("is on the disk before the node has it, with everything that was signed and no signature", async () => {
    let before: Awaited<ReturnType<typeof sentRows>> = [];
    let raw = "";
    const { done } = await attempt(chain, "reference", {
      config: { ledgerPath },
      intercept: async ({ method, params }) => {
        if (method !== "eth_sendRawTransaction") return false;
        before = await sentRows();
        raw = (params as string[])[0]!;
        return false;
      },
    });
    const { txHash } = succeeded(done).submission!;
    const [row] = before;
    const { input, nonce, gas, maxFeePerGas } = await chain.client.getTransaction({ hash: txHash });
    expect(before).toHaveLength(1);
    expect(row).toMatchObject({ purpose: "liquidation", txHash, nonce, gas, maxFeePerGas, data: input });
    expect(row!.from).toBe(chain.operator.address);
    expect(row!.legs).toMatchObject([{ protocol: "aave-v3", planned: { profit: expect.any(BigInt) } }]);
    // r and s are the last of what is signed
    expect(readFileSync(ledgerPath, "utf8")).not.toContain(raw.slice(-64));
    expect(await settledRows()).toMatchObject([{ txHash, fate: "succeeded", final: false }]);
  });

  it.each(["reference", "liquidatable"])(
    "and mined behind a process that was killed has the row it would have had: %s",
    async (label) => {
      const { rows } = await attempt(chain, label, { config: { ledgerPath } });
      onlySent();
      expect(await rowsOf(ledgerPath)).toEqual([]);
      expect(await again()).toEqual([]);
      const [row] = await rowsOf(ledgerPath);
      expect(row).toEqual({ ...rows[0], time: NOW.toISOString() });
      expect(row).toMatchObject({ status: "liquidated", realised: { profit: expect.any(BigInt) } });
      const length = (await ledgerOf(ledgerPath)).length;
      expect(await again()).toEqual([]);
      expect(await ledgerOf(ledgerPath), "nothing twice").toHaveLength(length);
    },
  );

  it("and reverted behind it has its cause and its cost", async () => {
    const paused = atSending(() =>
      chain.write(chain.owner, chain.book.liquidators.AaveV3Liquidator!, "function setPaused(bool paused)", [true]),
    );
    const { rows } = await attempt(chain, "reference", { config: { ledgerPath }, intercept: paused });
    onlySent();
    expect(await again()).toEqual([]);
    expect(await counted()).toEqual([{ ...rows[0], time: NOW.toISOString() }]);
    expect(await counted()).toMatchObject([{ status: "failed", reason: { code: "paused" } }]);
    expect(await settledRows()).toMatchObject([{ fate: "reverted" }]);
  });

  it("with several legs has a row for each, and what it cost is shared", async () => {
    const { rows } = await attemptMany(chain, ["mixed", "reference"], { config: { ledgerPath } });
    expect(rows.map(({ status }) => status)).toEqual(["liquidated", "liquidated"]);
    onlySent();
    await again();
    const found = await rowsOf(ledgerPath);
    expect(found).toEqual(rows.map((row) => ({ ...row, time: NOW.toISOString() })));
    const [settled] = await settledRows();
    expect(sumOf(found.map(({ realised }) => realised!.gasCostWei!))).toBe(settled!.gasCostWei);
  });

  it("with several legs, of which only the first had its row, gets the other as well", async () => {
    await attemptMany(chain, ["mixed", "reference"], { config: { ledgerPath } });
    const lines = readFileSync(ledgerPath, "utf8").trimEnd().split("\n");
    writeFileSync(ledgerPath, `${lines.slice(0, -1).join("\n")}\n`);
    await again();
    expect((await counted()).map(({ status }) => status)).toEqual(["liquidated", "liquidated"]);
  });

  it("and replaced is said so", async () => {
    const txHash = await leaveOpen();
    const { address } = chain.operator;
    const nonce = (await sentRows())[0]!.nonce;
    const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 10n };
    await chain.client.sendTransaction({ account: address, to: address, value: 0n, nonce, ...fees });
    await mine();
    expect(await again()).toEqual([]);
    expect(await counted()).toMatchObject([{ status: "failed", txHash, reason: { code: "replaced" }, realised: null }]);
  });

  it("and pending stays open, and keeps its target from being tried again, and no other row is written", async () => {
    const txHash = await leaveOpen();
    const open = await again();
    expect(open).toMatchObject([{ sent: { txHash }, nextNonce: null }]);
    const { done, sent, rows } = await attempt(chain, "reference", { config: { ledgerPath } });
    expect(failed(done)).toMatchObject({ code: "pending-transaction", exitCode: 4 });
    expect(failed(done).message).toContain(`transaction ${txHash} for aave-v3/`);
    expect(failed(done).hint).toMatch(/fliq speed-up and fliq cancel/);
    expect(sent).toBe(0);
    expect(rows.at(-1)).toMatchObject({ status: "skipped", txHash: null });
    await mine();
    expect(await again()).toEqual([]);
    const done2 = (await counted()).filter((row) => row.txHash === txHash);
    expect(done2).toMatchObject([{ status: "liquidated" }]);
  });

  it("by another key keeps its target from being tried again as well, but not other targets", async () => {
    const other = keyOf(5);
    const liquidator = chain.book.liquidators.AaveV3Liquidator!;
    const setOperator = "function setOperator(address operator, bool allowed)";
    await chain.write(chain.owner, liquidator, setOperator, [other.address, true]);
    const txHash = await leaveOpen();
    // the node drops it, and another one may still have it
    await chain.client.dropTransaction({ hash: txHash });
    await chain.client.setAutomine(true);
    const request = { signer: other };
    const same = await attempt(chain, "reference", { config: { ledgerPath }, request });
    expect(failed(same.done)).toMatchObject({ code: "pending-transaction" });
    expect(same.sent).toBe(0);
    const { done } = await attempt(chain, "usdt-debt", { config: { ledgerPath }, request });
    expect(succeeded(done).submission).not.toBeNull();
  });

  it("that the node no longer has is tried again in its place: of the two only one can be mined", async () => {
    const txHash = await leaveOpen();
    await chain.client.dropTransaction({ hash: txHash });
    await chain.client.setAutomine(true);
    // with the same fees it would be the same transaction
    await mine();
    const { done } = await attempt(chain, "reference", { config: { ledgerPath } });
    expect(succeeded(done).submission!.txHash).not.toBe(txHash);
    await again();
    const [first, second] = await sentRows();
    expect(second!.nonce).toBe(first!.nonce);
    expect((await counted()).map(({ status, reason }) => [status, reason?.code])).toEqual([
      ["failed", "replaced"],
      ["liquidated", undefined],
    ]);
  });

  it("that the node no longer has is over once its deadline has passed", async () => {
    const txHash = await leaveOpen();
    await chain.client.dropTransaction({ hash: txHash });
    expect(await again()).toHaveLength(1);
    await chain.client.mine({ blocks: 200 });
    expect(await again()).toEqual([]);
    expect(await counted()).toMatchObject([{ status: "failed", reason: { code: "expired" } }]);
  });

  it("of another chain is not asked for here", async () => {
    await leaveOpen();
    const text = readFileSync(ledgerPath, "utf8");
    writeFileSync(ledgerPath, text.replaceAll('"chainId":31337', '"chainId":1').replaceAll('"devnet"', '"ethereum"'));
    const length = (await ledgerOf(ledgerPath)).length;
    expect(await again()).toEqual([]);
    expect(await ledgerOf(ledgerPath)).toHaveLength(length);
  });

  it("of which the node says nothing stays open, with a warning", async () => {
    const txHash = await leaveOpen();
    const context = await chain
      .connected({ config: { ledgerPath, rpcUrls: ["http://127.0.0.1:9"] } })
      .catch(() => null);
    expect(context).toBeNull();
    const connected = await chain.connected({ config: { ledgerPath } });
    const broken = { ...connected.client, getTransactionReceipt: () => Promise.reject(new Error("nonsense")) };
    await expect(reconcile({ ...connected, client: broken as never }, NOW)).rejects.toThrow("nonsense");
    expect((await readTransactions(ledgerPath)).transactions).toMatchObject([{ sent: { txHash }, settled: null }]);
  });
});

describe("a reorganisation", () => {
  it("never leaves two rows that say liquidated for one event", async () => {
    const snapshot = await chain.client.snapshot();
    const { done } = await attempt(chain, "reference", { config: { ledgerPath } });
    const { txHash } = succeeded(done).submission!;
    await chain.client.revert({ id: snapshot });
    await chain.client.setNextBlockTimestamp({ timestamp: (await chain.client.getBlock()).timestamp + 7n });
    await mine();
    expect(await again()).toMatchObject([{ sent: { txHash } }]);
    expect(await counted()).toMatchObject([{ status: "failed", txHash, reason: { code: "reorganised" } }]);
    const second = await attempt(chain, "reference", { config: { ledgerPath } });
    expect(succeeded(second.done).submission).not.toBeNull();
    await again();
    expect((await counted()).filter(({ status }) => status === "liquidated")).toHaveLength(1);
  });

  it("that puts it into another block leaves it done once, with what it cost there", async () => {
    const snapshot = await chain.client.snapshot();
    let raw: Hex = "0x";
    const { done } = await attempt(chain, "reference", {
      config: { ledgerPath },
      intercept: ({ method, params }) => {
        if (method === "eth_sendRawTransaction") raw = (params as Hex[])[0]!;
        return false;
      },
    });
    const { txHash } = succeeded(done).submission!;
    await chain.client.revert({ id: snapshot });
    await mine();
    const hash = await chain.client.sendRawTransaction({ serializedTransaction: raw });
    const receipt = await waitForReceipt(chain.client, { hash });
    expect(await again()).toEqual([]);
    expect(await counted()).toMatchObject([
      { status: "liquidated", txHash, realised: { gasCostWei: receipt.gasUsed * receipt.effectiveGasPrice } },
    ]);
    expect((await settledRows()).at(-1)).toMatchObject({ block: { hash: receipt.blockHash } });
  });

  it("that takes the price back with it is no liquidation at all", async () => {
    const snapshot = await chain.client.snapshot();
    await attempt(chain, "reference", { config: { ledgerPath } });
    await chain.client.revert({ id: snapshot });
    await movePrice(chain.client, "WETH", 4_000n * 10n ** 8n, { info: chain.devnet.info });
    const { done, sent } = await attempt(chain, "reference", { config: { ledgerPath } });
    expect(failed(done)).toMatchObject({ code: "healthy" });
    expect(sent).toBe(0);
    expect((await counted()).map(({ reason }) => reason?.code)).toEqual(["reorganised"]);
  });

  it("is looked for until the block lies deep, and then no more", async () => {
    await attempt(chain, "reference", { config: { ledgerPath } });
    await chain.client.mine({ blocks: 70 });
    await again();
    expect((await settledRows()).map(({ final }) => final)).toEqual([false, true]);
    const context = await chain.connected({ config: { ledgerPath } });
    const { getTransactionReceipt } = context.client;
    let asked = 0;
    const counting = {
      ...context.client,
      getTransactionReceipt: (...args: Parameters<typeof getTransactionReceipt>) => {
        asked++;
        return getTransactionReceipt(...args);
      },
    };
    await reconcile({ ...context, client: counting as never }, NOW);
    expect(asked).toBe(0);
  });

  it("is not what happens when a local chain is started anew", async () => {
    const snapshot = await chain.client.snapshot();
    await mine();
    const { rows } = await attempt(chain, "reference", { config: { ledgerPath } });
    await leaveOpen("usdt-debt");
    await chain.client.revert({ id: snapshot });
    await dropAll(chain.client);
    await chain.client.setNextBlockTimestamp({ timestamp: (await chain.client.getBlock()).timestamp + 1_000n });
    await chain.client.mine({ blocks: 5 });
    expect(await again()).toEqual([]);
    expect((await counted()).map(({ status, reason }) => [status, reason?.code])).toEqual([
      [rows[0]!.status, undefined],
      ["failed", "another-chain"],
    ]);
    expect((await settledRows()).slice(-2).map(({ fate, final }) => [fate, final])).toEqual([
      ["succeeded", true],
      ["expired", true],
    ]);
  });
});

describe("how deep it must lie", () => {
  const config = { confirmations: 3 };

  it("is waited for", async () => {
    const beats = setInterval(() => void mine(), 150);
    const { done } = await attempt(chain, "reference", { config: { ledgerPath, ...config } }).finally(() =>
      clearInterval(beats),
    );
    const { blockNumber } = succeeded(done).submission!;
    expect((await chain.client.getBlockNumber({ cacheTime: 0 })) - blockNumber).toBeGreaterThanOrEqual(2n);
  });

  it("is said when it takes too long, and the transaction stays open until it does", async () => {
    const { done } = await attempt(chain, "reference", {
      config: { ledgerPath, ...config },
      request: { receiptTimeoutMs: 500 },
    });
    expect(failed(done)).toMatchObject({ exitCode: 1 });
    expect(failed(done).message).toMatch(
      /^it is not certain what becomes of transaction 0x\w{64}: it is in block \d+, /,
    );
    const context = await chain.connected({ config: { ledgerPath, ...config } });
    expect(await reconcile(context, NOW)).toHaveLength(1);
    await chain.client.mine({ blocks: 2 });
    expect(await reconcile(context, NOW)).toEqual([]);
    expect(await counted()).toMatchObject([{ status: "liquidated" }]);
  });
});

describe("a receipt", () => {
  const altered =
    (change: (receipt: Record<string, unknown>) => unknown): Intercept =>
    async (call, response) => {
      if (call.method !== "eth_getTransactionReceipt") return false;
      const { result: receipt } = await ask(chain.devnet.rpcUrl, call);
      result(response, call.id, receipt && change(receipt as Record<string, unknown>));
      return true;
    };
  const withoutPrice = altered(({ effectiveGasPrice: _, ...rest }) => rest);
  const costOf = async ({ txHash }: Pick<OutcomeRow, "txHash">) => {
    const { gasUsed, effectiveGasPrice } = await chain.client.getTransactionReceipt({ hash: txHash! });
    return gasUsed * effectiveGasPrice;
  };

  it("that does not say what gas cost is completed by its block", async () => {
    const { rows } = await attempt(chain, "reference", { config: { ledgerPath }, intercept: withoutPrice });
    expect(rows).toMatchObject([{ status: "liquidated", realised: { gasCostWei: await costOf(rows[0]!) } }]);
  });

  it("that does not say it is completed also when the transaction reverted", async () => {
    const { rows } = await attempt(chain, "reference", {
      config: { ledgerPath },
      intercept: async (call, response) => {
        if (call.method === "eth_sendRawTransaction") {
          await movePrice(chain.client, "WETH", 4_000n * 10n ** 8n, { info: chain.devnet.info });
        }
        return withoutPrice(call, response);
      },
    });
    expect(rows[0]).toMatchObject({ status: "failed", txHash: expect.any(String) });
    expect(rows[0]!.reason!.numbers!.gasCostWei).toBe(String(await costOf(rows[0]!)));
  });

  it("that does not say whether it succeeded leaves it open", async () => {
    const { done, rows } = await attempt(chain, "reference", {
      config: { ledgerPath },
      intercept: altered(({ status: _, ...rest }) => rest),
    });
    expect(failed(done).message).toMatch(/does not say whether it succeeded/);
    expect(rows).toMatchObject([{ status: "failed", txHash: failed(done).numbers!.txHash }]);
    expect(await again()).toEqual([]);
    expect(await counted()).toMatchObject([{ status: "liquidated" }]);
  });

  it("of a block that is not there yet is none", async () => {
    let looks = 0;
    const { done } = await attempt(chain, "reference", {
      config: { ledgerPath },
      intercept: altered((receipt) => (++looks < 3 ? { ...receipt, blockNumber: null, blockHash: null } : receipt)),
    });
    expect(succeeded(done).submission!.blockNumber).toBeGreaterThan(0n);
    expect(looks).toBe(3);
  });

  it("with an empty fee of the parent chain counts none", async () => {
    const { done } = await attempt(chain, "reference", {
      config: { ledgerPath },
      intercept: altered((receipt) => ({ ...receipt, l1Fee: "0x" })),
    });
    expect(succeeded(done).submission!.l1FeeWei).toBe(0n);
  });
});
