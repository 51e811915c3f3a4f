import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { BOTH, type FallenChain, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { rowsOf } from "../ledger/rows.fixture.ts";
import { type WatchEvent, watch } from "./watch.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

const USD = 10n ** 8n;

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

/** Watches until `act` is through, which is called after the first block, then interrupts it. */
async function watched(send: boolean, act: (events: readonly WatchEvent[]) => Promise<void>) {
  const stopping = new AbortController();
  const context = chain.contextWith({ signal: stopping.signal });
  const events: WatchEvent[] = [];
  const ended = watch(context, {
    protocols: BOTH,
    minDebtUsd: 0n,
    signer: send ? chain.operator : null,
    send,
    pollMs: 50,
    now: () => new Date(0),
    onEvent: (event) => events.push(event),
  });
  await vi.waitUntil(() => ofKind(events, "opened").length > 0, { timeout: 60_000 });
  await act(events);
  stopping.abort();
  await ended;
  return { events, rows: await rowsOf(context.config.ledgerPath) };
}

const ofKind = (events: readonly WatchEvent[], kind: WatchEvent["kind"]) =>
  events.filter((event) => event.kind === kind);
const nonce = () => chain.client.getTransactionCount({ address: chain.operator.address });

it("says each opportunity once and sends nothing; stopped, it has one row for each", async () => {
  const before = await nonce();
  const { events, rows } = await watched(false, async (seen) => {
    await chain.client.mine({ blocks: 1 });
    // the feeds follow: nothing can be liquidated any more
    await movePrice(chain.client, "WETH", 4_000n * USD, { info: chain.devnet.info });
    await vi.waitUntil(() => ofKind(seen, "gone").length > 0, { timeout: 60_000 });
  });
  expect(events[0]).toMatchObject({ kind: "started" });
  const opened = ofKind(events, "opened").map((event) => "opportunity" in event && event.opportunity.key);
  expect(opened.length).toBeGreaterThan(10);
  expect(new Set(opened).size).toBe(opened.length);
  expect(rows.map(({ target }) => target).sort()).toEqual([...opened].sort());
  expect(rows.every(({ txHash }) => txHash === null)).toBe(true);
  expect(await nonce()).toBe(before);
  await movePrice(chain.client, "WETH", 2_600n * USD, { info: chain.devnet.info });
});

it("with leave to send takes the best, one at a time, and each has one row", async () => {
  const before = await nonce();
  const { events, rows } = await watched(true, async (seen) => {
    await vi.waitUntil(() => ofKind(seen, "liquidated").length >= 2, { timeout: 60_000 });
  });
  const taken = ofKind(events, "liquidated");
  const sent = rows.filter(({ txHash }) => txHash !== null);
  expect(sent.length).toBe(taken.length);
  expect(await nonce()).toBe(before + taken.length);
  expect(new Set(sent.map(({ txHash }) => txHash)).size).toBe(taken.length);
  expect(sent.every(({ status }) => status === "liquidated")).toBe(true);
});
