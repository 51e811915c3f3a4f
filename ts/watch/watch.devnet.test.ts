import type { Address } from "viem";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { PROTOCOL_NAMES, type ProtocolName } from "../core/names/names.ts";
import { type Received, rpcError } from "../core/rpc/local-server.fixture.ts";
import { movePrice } from "../devnet/index.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { type FallenChain, startFallenChain } from "../flow/testing/chain.fixture.ts";
import { startProxy } from "../flow/testing/proxy.fixture.ts";
import { rowsOf } from "../ledger/rows.fixture.ts";
import { type WatchEvent, watch } from "./watch.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: BUILD_TIMEOUT });

const USD = 10n ** 8n;

let chain: FallenChain;
beforeAll(async () => {
  chain = await startFallenChain();
});
afterAll(() => chain?.stop());

/** Watches until `act` is through, which is called with whatever the watcher says, then interrupts it. */
async function watched(
  {
    send = false,
    rpcUrl = chain.devnet.rpcUrl,
    users = null,
    protocols = PROTOCOL_NAMES,
  }: {
    readonly send?: boolean;
    readonly rpcUrl?: string;
    readonly users?: readonly Address[] | null;
    readonly protocols?: readonly ProtocolName[];
  },
  act: (events: readonly WatchEvent[], warnings: readonly string[]) => Promise<void>,
) {
  const stopping = new AbortController();
  const context = chain.contextWith({ signal: stopping.signal, rpcUrl });
  const events: WatchEvent[] = [];
  const ended = watch(context, {
    protocols,
    borrowers: users,
    minDebtUsd: 0n,
    signer: send ? chain.operator : null,
    send,
    pollMs: 50,
    now: () => new Date(0),
    onEvent: (event) => events.push(event),
  });
  await Promise.race([act(events, context.warnings).finally(() => stopping.abort()), ended]);
  await ended;
  return { events, rows: await rowsOf(context.config.ledgerPath), warnings: context.warnings };
}

/** An endpoint in front of the chain that refuses some calls while it is told to, and counts them. */
async function startRefusing(refuses: (call: Received) => boolean) {
  const state = { on: false, refused: 0 };
  const proxy = await startProxy(chain.devnet.rpcUrl, (call, response) => {
    if (!state.on || !refuses(call)) return false;
    state.refused++;
    rpcError(response, call.id, -32000, "the node is busy");
    return true;
  });
  return { ...proxy, state };
}

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 60_000, interval: 20 });
const price = (dollars: bigint) => movePrice(chain.client, "WETH", dollars * USD, { info: chain.devnet.info });
const keysOf = (events: readonly WatchEvent[]) =>
  events.flatMap((event) => ("opportunity" in event ? [event.opportunity.key] : []));

const ofKind = (events: readonly WatchEvent[], kind: WatchEvent["kind"]) =>
  events.filter((event) => event.kind === kind);
const nonce = () => chain.client.getTransactionCount({ address: chain.operator.address });

it("says each opportunity once and sends nothing; stopped, it has one row for each", async () => {
  const before = await nonce();
  const { events, rows } = await watched({}, async (seen) => {
    await until(() => ofKind(seen, "opened").length > 0);
    await chain.client.mine({ blocks: 1 });
    // the feeds follow: nothing can be liquidated any more
    await price(4_000n);
    await until(() => ofKind(seen, "gone").length > 0);
  });
  expect(events[0]).toMatchObject({ kind: "started" });
  const opened = keysOf(ofKind(events, "opened"));
  expect(opened.length).toBeGreaterThan(10);
  expect(new Set(opened).size).toBe(opened.length);
  expect(rows.map(({ target }) => target).sort()).toEqual([...opened].sort());
  expect(rows.every(({ txHash }) => txHash === null)).toBe(true);
  expect(await nonce()).toBe(before);
  await price(2_600n);
});

it("looks at a block again that it could not look at to its end, without another one", async () => {
  await price(4_000n);
  // what gas costs is asked when something can be done, after the block was followed
  const { url, state, close } = await startRefusing(
    ({ method, params }) => method === "eth_getBlockByNumber" && (params as unknown[])[0] !== "latest",
  );
  try {
    let block = 0n;
    const { events, warnings } = await watched({ rpcUrl: url }, async (seen) => {
      // a few can be liquidated whatever ether costs
      await until(() => ofKind(seen, "opened").length > 0);
      const before = seen.length;
      state.on = true;
      await price(2_600n);
      block = await chain.client.getBlockNumber({ cacheTime: 0 });
      await until(() => state.refused >= 3);
      expect(seen.length).toBe(before);
      state.on = false;
      await until(() => seen.length > before);
    });
    expect(warnings).toEqual(["a block could not be followed, trying again"]);
    const late = ofKind(events, "opened").filter((event) => event.block === block);
    expect(late.length).toBeGreaterThan(10);
    expect(await chain.client.getBlockNumber({ cacheTime: 0 })).toBe(block);
  } finally {
    await close();
  }
});

it("does not say that an opportunity is gone while it cannot be read, and reads it again without another block", async () => {
  const { url, state, close } = await startRefusing(({ method }) => method === "eth_call");
  try {
    let block = 0n;
    const { events, rows, warnings } = await watched({ rpcUrl: url }, async (seen, warned) => {
      await until(() => ofKind(seen, "opened").length > 0);
      state.on = true;
      await price(4_000n);
      block = await chain.client.getBlockNumber({ cacheTime: 0 });
      // a call is repeated before it counts as unread
      await until(() => warned.length > 0);
      expect(ofKind(seen, "gone")).toEqual([]);
      state.on = false;
      await until(() => ofKind(seen, "gone").length > 0);
    });
    const accounts = Object.values(chain.devnet.info.borrowers).flat();
    const { length } = accounts.filter(({ debt }) => debt.length > 0);
    expect(warnings).toEqual([`${length} accounts could not be read, and may be liquidatable; trying again`]);
    const opened = keysOf(ofKind(events, "opened"));
    const gone = ofKind(events, "gone");
    expect(gone.length).toBeGreaterThan(10);
    expect(new Set(gone.map((event) => event.block))).toEqual(new Set([block]));
    expect(new Set(opened).size, "nothing opened twice").toBe(opened.length);
    expect(rows.map(({ target }) => target).sort()).toEqual([...opened].sort());
  } finally {
    await close();
    await price(2_600n);
  }
});

it("with leave to send takes the best, one at a time, and each has one row", async () => {
  const before = await nonce();
  const { events, rows } = await watched({ send: true, protocols: ["aave-v3"] }, async (seen) => {
    await until(() => ofKind(seen, "liquidated").length >= 2);
  });
  const taken = ofKind(events, "liquidated");
  const sent = rows.filter(({ txHash }) => txHash !== null);
  expect(sent.length).toBe(taken.length);
  expect(await nonce()).toBe(before + taken.length);
  expect(new Set(sent.map(({ txHash }) => txHash)).size).toBe(taken.length);
  expect(sent.every(({ status }) => status === "liquidated")).toBe(true);
});

it("takes an account again in the next block while it can still be liquidated", async () => {
  const { address: user } = chain.borrower("compound-v2", "under-water");
  const { events, rows } = await watched({ send: true, users: [user], protocols: ["compound-v2"] }, async (seen) => {
    await until(() => ofKind(seen, "liquidated").length >= 2);
  });
  const taken = ofKind(events, "liquidated") as Extract<WatchEvent, { kind: "liquidated" }>[];
  const blocks = taken.map(({ liquidation }) => liquidation.submission!.blockNumber);
  // one at a time, and nothing else is mined
  expect(blocks[1]).toBe(blocks[0]! + 1n);
  expect(new Set(keysOf(taken)).size).toBe(1);
  expect(rows.filter(({ status }) => status === "liquidated").length).toBeGreaterThanOrEqual(2);
});
