import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { startTcpProxy, type TcpProxy } from "../core/rpc/tcp-proxy.fixture.ts";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { type Stage, setStage } from "./e2e.fixture.ts";
import { expectNoTrace, type Running } from "./process.fixture.ts";

// forge may have to compile every contract first
vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

const USD = 10n ** 8n;
const OPENED = /^block \d+ {2}(liquidate|[a-z-]+) {2}0x\w{40} on [^,\n]+, health factor [^\n]+$/gm;
const GONE = /^block \d+ {2}gone {2}0x\w{40} on [^\n]+$/gm;

let stage: Stage;
let line: TcpProxy;
beforeAll(async () => {
  stage = await setStage();
  line = await startTcpProxy(stage.chain.devnet.rpcUrl);
  stage.closeLater(line);
});
afterAll(() => stage?.clear());

const price = (dollars: bigint) =>
  movePrice(stage.chain.client, "WETH", dollars * USD, { info: stage.chain.devnet.info });
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 60_000, interval: 20 });
const watching = (...args: string[]) => stage.start(["watch", "--poll-ms", "50", "--rpc-url", line.url, ...args]);
const rows = () => (existsSync(join(stage.folder, ".fliq", "ledger.jsonl")) ? stage.rows() : []);

/** The line is cut, and comes back after ether has fallen or risen. */
async function cutWhile(running: Running, dollars: bigint): Promise<void> {
  await line.cut();
  await until(() => /^warning: a block could not be followed, trying again /m.test(running.stderr()));
  await price(dollars);
  await line.restore();
  await until(() => running.stderr().includes("the endpoint answers again"));
}

/** Ctrl-C, after which nothing is left. */
async function interrupted(running: Running) {
  const ended = await running.interrupt();
  // the compiler's service, which notices that its parent is gone a moment later
  await until(() => !running.isRunning());
  expect({ code: ended.code, last: ended.stderr.trimEnd().split("\n").at(-1) }).toEqual({ code: 0, last: "stopped" });
  expectNoTrace(ended.stderr);
  return ended;
}

it("watch says to people what opens and what is gone, also after the line was cut, and each has one row", async () => {
  const before = await stage.state();
  const running = watching();
  await until(() => /watching \d+ accounts, one for each user and market; Ctrl-C stops\n/.test(running.stdout()));
  await price(2_600n);
  await until(() => running.stdout().search(OPENED) >= 0);
  await cutWhile(running, 4_000n);
  await until(() => running.stdout().search(GONE) >= 0);
  const { stdout } = await interrupted(running);
  expectNoTrace(stdout);
  const opened = stdout.match(OPENED)!;
  const gone = stdout.match(GONE)!;
  expect(stdout).toMatch(new RegExp(`liquidate  ${stage.user("reference")} on aave-v3 main, health factor 0\\.9749`));
  expect(gone.length).toBeGreaterThan(10);
  expect(stdout.trimEnd().split("\n")).toHaveLength(1 + opened.length + gone.length);
  expect(rows()).toHaveLength(opened.length);
  expect(new Set(rows().map(({ target }) => target)).size, "one each").toBe(opened.length);
  expect((await stage.state()).nonce, "nothing was sent").toBe(before.nonce);
});

it("watch keeps to the accounts of a list, and says once that there are others", async () => {
  const reference = stage.user("reference");
  writeFileSync(join(stage.folder, "borrowers.txt"), `${reference}\n`);
  await price(4_000n);
  const before = rows().length;
  const running = watching("--borrowers", "borrowers.txt");
  await until(() => /watching \d accounts?, one for each user and market/.test(running.stdout()));
  await price(2_600n);
  await until(() => running.stdout().search(OPENED) >= 0);
  await price(4_000n);
  await until(() => running.stdout().search(GONE) >= 0);
  const { stdout, stderr } = await interrupted(running);
  expect(stdout.match(OPENED)!.every((line) => line.includes(reference))).toBe(true);
  expect(stderr.match(/^warning: others owe who are not in the list, and are not watched/gm)).toHaveLength(1);
  expect(
    rows()
      .slice(before)
      .every(({ target }) => target.endsWith(reference.toLowerCase())),
  ).toBe(true);
});

it("watch says the same to programs, one document a line", async () => {
  const before = rows().length;
  const running = watching("--json");
  await until(() => running.stdout().includes('"kind":"started"'));
  await cutWhile(running, 2_600n);
  await until(() => running.stdout().includes(stage.user("reference").toLowerCase()));
  await price(4_000n);
  await until(() => running.stdout().includes('"kind":"gone"'));
  const { stdout } = await interrupted(running);
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text));
  expect(lines.every(({ ok }) => ok === true)).toBe(true);
  const events = lines.map(({ event }) => event);
  expect(events[0]).toMatchObject({ kind: "started", targets: expect.any(Number) });
  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(["started", "opened", "gone"]));
  const opened = events.filter(({ kind }) => kind === "opened");
  expect(opened.filter(({ reason }) => reason === null).length).toBeGreaterThan(5);
  for (const { key, since, block, measure, plan, reason } of opened) {
    expect(key).toMatch(/^[a-z0-9-]+\/0x/);
    expect(since).toBe(block);
    expect(measure.kind).toBe("health-factor");
    expect(plan === null && reason === null).toBe(false);
  }
  const written = rows().slice(before);
  expect(written.map(({ target }) => target).sort()).toEqual(opened.map(({ key }) => key).sort());
  expect(written.every(({ txHash }) => txHash === null)).toBe(true);
});
