import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { dropAll } from "../flow/testing/drop-all.fixture.ts";
import { documented, KEY, OPERATOR, resultOf, type Stage, setStage, textOf } from "./e2e.fixture.ts";
import { expectNoTrace, type Running } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: BUILD_TIMEOUT });

const signing = { FLIQ_PRIVATE_KEY: KEY };

let stage: Stage;
let start: Hex;
beforeAll(async () => {
  stage = await setStage();
  const { client } = stage.chain;
  expect((await stage.fliq(["devnet", "price", "WETH", "2600"])).code).toBe(0);
  const owner = ["--owner", stage.owner, "--receiver", stage.owner, "--operator", OPERATOR];
  const deployed = await stage.fliq(["deploy", "--protocol", "aave-v3", ...owner, "--send"], { env: signing });
  expect(deployed).toMatchObject({ code: 0 });
  start = await client.snapshot();
});
beforeEach(async () => {
  const { client } = stage.chain;
  await dropAll(client);
  await client.revert({ id: start });
  start = await client.snapshot();
  await client.setAutomine(false);
  rmSync(join(stage.folder, ".fliq", "ledger.jsonl"), { force: true });
});
afterAll(() => stage?.clear());

const mine = () => stage.chain.client.mine({ blocks: 1 });
const liquidation = (...args: string[]) =>
  stage.start(["liquidate", stage.user("reference"), "--send", ...args, "--rpc-url", stage.chain.devnet.rpcUrl], {
    env: signing,
  });
/** Runs until its transaction is on its way. */
async function onItsWay(running: Running): Promise<Hex> {
  await vi.waitUntil(() => running.stderr().includes("sent transaction "), { timeout: 90_000, interval: 20 });
  return /sent transaction (0x[0-9a-f]{64})/.exec(running.stderr())![1] as Hex;
}
const history = async (...args: string[]) => resultOf(await stage.fliq(["history", "--json", ...args]));
const statuses = ({ entries }: { readonly entries: readonly { status: string; txHash: string }[] }) =>
  entries.map(({ status, txHash }) => [status, txHash]);
const sending = (args: readonly string[]) => stage.fliq(args, { env: signing });

describe("a process that ends while its transaction is on its way", () => {
  it("by kill -9 is remembered, and what became of it is in the history", async () => {
    const running = liquidation();
    const txHash = await onItsWay(running);
    await running.interrupt("SIGKILL");
    expect(stage.ledger()).toMatchObject([{ kind: "sent", txHash, legs: [{ protocol: "aave-v3" }] }]);
    expect(statuses(await history("--offline"))).toEqual([["open", txHash]]);
    expect(statuses(await history())).toEqual([["open", txHash]]);
    const second = await sending(["liquidate", stage.user("reference"), "--send", "--json"]);
    expect(second.code).toBe(4);
    const { error } = JSON.parse(second.stdout);
    expect(error).toMatchObject({ code: "pending-transaction", numbers: { pendingTxHash: txHash } });
    expect(error.hint).toContain("fliq speed-up and fliq cancel");
    await mine();
    const settled = await history();
    expect(statuses(settled).filter(([, hash]) => hash === txHash)).toEqual([["liquidated", txHash]]);
    const { gasUsed, effectiveGasPrice } = await stage.chain.client.getTransactionReceipt({ hash: txHash });
    const liquidated = settled.entries.find((entry: { txHash: string }) => entry.txHash === txHash);
    expect(liquidated.realised.gasCostWei).toBe(String(gasUsed * effectiveGasPrice));
    expect(settled.totals[0].netUsd).toBe(liquidated.realised.netProfitUsd);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s says its hash, also in JSON", async (signal) => {
    const running = liquidation("--json");
    const txHash = await onItsWay(running);
    const { code, stdout } = await running.interrupt(signal);
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: "interrupted", numbers: { txHash } } });
    expect(stage.ledger().map(({ kind, status }) => kind ?? status)).toEqual(["sent", "failed"]);
    await mine();
    expect(statuses(await history())).toEqual([["liquidated", txHash]]);
  });
});

describe("a transaction that is stuck", () => {
  it("is cancelled, and its target is free again", async () => {
    const running = liquidation();
    const txHash = await onItsWay(running);
    await running.interrupt();
    const before = await stage.state();
    const dry = textOf(await sending(["cancel"]));
    expect(dry).toContain(txHash);
    expect(dry).toMatch(/\nDry run: nothing was sent\. Add --send to send it\.\n$/);
    expect(await stage.state()).toEqual(before);
    const cancelling = stage.start(["cancel", "--send", "--json", "--rpc-url", stage.chain.devnet.rpcUrl], {
      env: signing,
    });
    const hash = await onItsWay(cancelling);
    await mine();
    await vi.waitUntil(() => cancelling.stdout().includes("\n"), { timeout: 60_000 });
    const { result } = JSON.parse(cancelling.stdout());
    expect(Object.keys(result).sort()).toEqual(documented("cancel and speed-up"));
    expect(result).toMatchObject({ sent: true, how: "cancel", replaces: txHash, inclusion: { txHash: hash } });
    const { value, to, from } = await stage.chain.client.getTransaction({ hash });
    expect([value, to]).toEqual([0n, from]);
    expect(statuses(await history())).toEqual([
      ["failed", txHash],
      ["used", hash],
    ]);
    await stage.chain.client.setAutomine(true);
    const again = await sending(["liquidate", stage.user("reference"), "--send"]);
    expect(again.code).toBe(0);
    expectNoTrace(again.stdout);
    expect(statuses(await history()).map(([status]) => status)).toEqual(["failed", "used", "liquidated"]);
  });

  it("is sped up by the same call at a higher price, and is one liquidation", async () => {
    const running = liquidation();
    const txHash = await onItsWay(running);
    await running.interrupt("SIGKILL");
    const faster = stage.start(["speed-up", "--send", "--rpc-url", stage.chain.devnet.rpcUrl], { env: signing });
    const hash = await onItsWay(faster);
    const [first, second] = await Promise.all([
      stage.chain.client.getTransaction({ hash: txHash }).catch(() => null),
      stage.chain.client.getTransaction({ hash }),
    ]);
    expect(first, "the node has it no more").toBeNull();
    const [row] = stage.ledger();
    expect(second).toMatchObject({ nonce: row.nonce, input: row.data });
    for (const fee of ["maxFeePerGas", "maxPriorityFeePerGas"] as const) {
      expect(second[fee]! * 1_000n).toBeGreaterThanOrEqual(BigInt(row[fee]) * 1_125n);
    }
    await mine();
    await vi.waitUntil(() => /\n {2}gas: /.test(faster.stdout()), { timeout: 60_000 });
    expect(faster.stdout()).toMatch(/: liquidated\n/);
    expect(statuses(await history())).toEqual([["liquidated", hash]]);
  });

  it("is nothing when there is none, and is not replaced above the limit", async () => {
    const none = await sending(["cancel"]);
    expect(none).toMatchObject({ code: 3, stdout: "" });
    expect(none.stderr).toContain(`no transaction of ${OPERATOR} is pending`);
    const running = liquidation();
    await onItsWay(running);
    await running.interrupt();
    const dear = await sending(["speed-up", "--max-gas-gwei", "2.1", "--send"]);
    expect(dear).toMatchObject({ code: 4 });
    expect(dear.stderr).toMatch(/ gwei, the limit is 2\.1; wait, or raise --max-gas-gwei/);
  });
});

describe("history", () => {
  it("of nothing says so", async () => {
    expect(textOf(await stage.fliq(["history"]))).toBe("The ledger has nothing of it.\n");
    expect(await history()).toMatchObject({ entries: [], totals: [], broken: [], count: 0 });
  });

  it("has the plan, the outcome and why not, by day, protocol and reason, and names a line that is broken", async () => {
    await stage.chain.client.setAutomine(true);
    await sending(["liquidate", stage.user("reference"), "--send"]);
    await sending(["liquidate", stage.user("usdt-debt"), "--min-profit", "1000000"]);
    appendFileSync(join(stage.folder, ".fliq", "ledger.jsonl"), '{"time":"2026-\n');
    const ended = await stage.fliq(["history", "--by", "reason"]);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toMatch(/^warning: line 5 of \S+ cannot be read, and is not counted: is not JSON/);
    expect(ended.stdout).toMatch(/\n.* liquidated +0x[0-9a-f]{64}\n/);
    expect(ended.stdout).toMatch(/skipped: below-min-profit/);
    expect(ended.stdout).toMatch(/\nbelow-min-profit +0 +1 +/);
    expectNoTrace(ended.stdout);
    const json = JSON.parse((await stage.fliq(["history", "--json", "--by", "protocol"])).stdout).result;
    expect(Object.keys(json).sort()).toEqual(documented("history"));
    expect(json.totals).toMatchObject([{ key: "aave-v3", counts: { liquidated: 1, skipped: 1 } }]);
    expect(json.broken).toEqual([{ line: 5, problem: expect.any(String) }]);
    const later = await stage.fliq(["history", "--json", "--since", "2100-01-01"]);
    expect(JSON.parse(later.stdout).result.entries).toEqual([]);
  });
});
