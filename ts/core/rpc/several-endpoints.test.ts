import { createTestClient, http, type TestClient } from "viem";
import { foundry } from "viem/chains";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type AnvilNode, startAnvil } from "../../devnet/node/start-anvil.ts";
import { type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import { ChainMismatchError } from "../errors/errors.ts";
import { type LocalServer, reply, result, rpcError } from "./local-server.fixture.ts";
import { type ConnectOptions, connect } from "./rpc.ts";
import { startTcpProxy } from "./tcp-proxy.fixture.ts";

vi.setConfig({ testTimeout: 60_000 });

const SEND = "eth_sendRawTransaction";
const SOMEBODY = "0x00000000000000000000000000000000000000aa";
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

interface Node extends LocalServer {
  readonly chain: TestClient;
  readonly asked: (method: string) => number;
}

/** A chain of its own behind a proxy; those that are to have the same blocks are given the same transactions and times. */
async function node(intercept: Intercept = () => false, flags: readonly string[] = []): Promise<Node> {
  const anvil: AnvilNode = await startAnvil(["--timestamp", "1700000000", ...flags]);
  const proxy = await startProxy(anvil.rpcUrl, intercept);
  open.push(anvil, { stop: () => proxy.close() });
  const chain = createTestClient({ mode: "anvil", chain: foundry, transport: http(anvil.rpcUrl) });
  return { ...proxy, chain, asked: (method) => proxy.received.filter((call) => call.method === method).length };
}

/** The same empty blocks everywhere. */
async function mine(nodes: readonly Node[], blocks: number): Promise<void> {
  for (const { chain } of nodes) {
    // anvil's own clock goes on from its start, which is not the same for two
    await chain.setNextBlockTimestamp({ timestamp: 1_700_001_000n });
    await chain.mine({ blocks, interval: 1 });
  }
}

async function over(urls: readonly string[], more: Partial<ConnectOptions> = {}) {
  const warnings: string[] = [];
  const logger = { debug() {}, warn: (message: string) => void warnings.push(message) };
  const { signal } = new AbortController();
  const limits = { timeoutMs: 1_000, retries: 1, signal, logger };
  const client = await connect({ urls, chain: "devnet", chainOf: () => foundry, ...limits, ...more });
  return { client, warnings };
}

const failing =
  (isDown: () => boolean, status = 503): Intercept =>
  ({ method }, response) => {
    if (method === "eth_chainId" || !isDown()) return false;
    reply(response, status, "busy");
    return true;
  };

describe("several endpoints to read from", () => {
  it("are asked one at a time: the first that answers, and it alone", async () => {
    const [one, two] = [await node(), await node()];
    const { client, warnings } = await over([one.url, two.url]);
    await client.getBalance({ address: SOMEBODY });
    await client.getGasPrice();
    expect([one.asked("eth_getBalance"), two.asked("eth_getBalance"), two.asked("eth_gasPrice")]).toEqual([1, 0, 0]);
    expect(warnings).toEqual([]);
  });

  it.each([429, 500, 502, 503, 403])("give way after their repetitions, told once: HTTP %d", async (status) => {
    const [one, two] = [await node(failing(() => true, status)), await node()];
    const { client, warnings } = await over([one.url, two.url]);
    for (let times = 0; times < 3; times++) expect(await client.getBalance({ address: SOMEBODY })).toBe(0n);
    expect(one.asked("eth_getBalance")).toBe(status === 403 ? 1 : 2);
    expect(two.asked("eth_getBalance")).toBe(3);
    expect(warnings).toEqual([`${one.url} gives way to ${two.url} for a while`]);
  });

  it("give way at once when nobody is there, and while it starts as well", async () => {
    const [one, two] = [await node(), await node()];
    const line = await startTcpProxy(one.url);
    const { client } = await over([line.url, two.url], { retries: 20 });
    await line.cut();
    expect(await client.getBalance({ address: SOMEBODY })).toBe(0n);
    const later = await over([line.url, two.url]);
    expect(await later.client.getBalance({ address: SOMEBODY })).toBe(0n);
    expect(later.warnings).toEqual([`${line.url} could not be asked for its chain`]);
  });

  it("fail with the words of the first when all of them do, and are all asked again", async () => {
    let isDown = false;
    const [one, two] = [await node(failing(() => isDown)), await node(failing(() => isDown, 502))];
    const { client } = await over([one.url, two.url]);
    isDown = true;
    await expect(client.getBalance({ address: SOMEBODY })).rejects.toThrow(/HTTP 503/);
    isDown = false;
    expect(await client.getBalance({ address: SOMEBODY })).toBe(0n);
  });

  it("are not asked for another opinion about a revert", async () => {
    const reverting: Intercept = ({ method, id }, response) => {
      if (method !== "eth_call") return false;
      rpcError(response, id, 3, "execution reverted");
      return true;
    };
    const [one, two] = [await node(reverting), await node()];
    const { client, warnings } = await over([one.url, two.url]);
    await expect(client.call({ to: SOMEBODY })).rejects.toThrow(/revert/);
    expect([one.asked("eth_call"), two.asked("eth_call"), warnings]).toEqual([1, 0, []]);
  });

  it("answer for each other what one of them does not keep or support", async () => {
    const refusing: Intercept = ({ method, id }, response) => {
      if (method !== "eth_getStorageAt" && method !== "eth_feeHistory") return false;
      const [code, said] = method === "eth_feeHistory" ? [-32601, "no such method"] : [-32000, "missing trie node"];
      rpcError(response, id, code as number, said as string);
      return true;
    };
    const [one, two] = [await node(refusing), await node()];
    const { client, warnings } = await over([one.url, two.url]);
    await client.getStorageAt({ address: SOMEBODY, slot: "0x0" });
    await client.getFeeHistory({ blockCount: 1, rewardPercentiles: [] });
    expect(two.asked("eth_feeHistory")).toBe(1);
    // the endpoint itself is well
    expect(warnings).toEqual([]);
  });
});

describe("two heads", () => {
  it("are never mixed: a block that the next does not know yet is not read there", async () => {
    let isDown = false;
    const [one, two, three] = [await node(failing(() => isDown)), await node(), await node()];
    await mine([one, three], 1);
    const { client } = await over([one.url, two.url, three.url]);
    const { number } = await client.getBlock();
    isDown = true;
    expect(await client.getBalance({ address: SOMEBODY, blockNumber: number })).toBe(0n);
    expect([two.asked("eth_getBalance"), three.asked("eth_getBalance")]).toEqual([0, 1]);
    // logs up to it would just be fewer
    await client.getLogs({ fromBlock: 0n, toBlock: number });
    expect([two.asked("eth_getLogs"), three.asked("eth_getLogs")]).toEqual([0, 1]);
  });

  it("are never mixed: another block of that number is another chain", async () => {
    let isDown = false;
    const [one, two] = [await node(failing(() => isDown)), await node()];
    await one.chain.mine({ blocks: 1, interval: 1 });
    await two.chain.setNextBlockTimestamp({ timestamp: 1_800_000_000n });
    await two.chain.mine({ blocks: 1 });
    const { client } = await over([one.url, two.url]);
    const { number } = await client.getBlock();
    isDown = true;
    await expect(client.getBalance({ address: SOMEBODY, blockNumber: number })).rejects.toThrow(/HTTP 503/);
    expect(two.asked("eth_getBalance")).toBe(0);
  });

  it("far apart: one that lags is left out, told once, also when it is the first", async () => {
    const [one, two] = [await node(), await node()];
    await mine([two], 3);
    const { client, warnings } = await over([one.url, two.url]);
    expect(await client.getBlockNumber({ cacheTime: 0 })).toBe(3n);
    await client.getBalance({ address: SOMEBODY });
    await client.getBlock();
    expect([one.asked("eth_getBalance"), two.asked("eth_getBalance")]).toEqual([0, 1]);
    expect(warnings).toEqual([`${one.url} is 3 blocks behind ${two.url}: it is not asked until it has caught up`]);
  });

  it("close together are no lag, and one that has caught up is asked again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const [one, two] = [await node(), await node()];
      await mine([two], 3);
      const { client } = await over([one.url, two.url]);
      await client.getBlock();
      await mine([one], 1);
      vi.setSystemTime(Date.now() + 11_000);
      expect((await client.getBlock()).number).toBe(1n);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("the chain of each endpoint", () => {
  const base = ["--chain-id", "8453"];

  it.each<[string, (good: string, bad: string) => Pick<ConnectOptions, "urls" | "sendUrls">]>([
    ["the first to read from", (good, bad) => ({ urls: [bad, good] })],
    ["the second to read from", (good, bad) => ({ urls: [good, bad] })],
    ["one to send to", (good, bad) => ({ urls: [good], sendUrls: [bad] })],
  ])("is checked before anything: %s", async (_, urls) => {
    const [good, bad] = [await node(), await node(undefined, base)];
    const { urls: reads, ...sends } = urls(good.url, bad.url);
    for (const chain of ["devnet", null] as const) {
      await expect(over(reads, { ...sends, chain })).rejects.toBeInstanceOf(ChainMismatchError);
    }
    const asked = [...good.received, ...bad.received].map(({ method }) => method);
    expect(new Set(asked)).toEqual(new Set(["eth_chainId"]));
  });

  it("is asked before its first use where it could not be at the start", async () => {
    let [isDown, isOther] = [true, false];
    const late: Intercept = ({ method, id }, response) => {
      if (isDown) reply(response, 503, "busy");
      else if (method === "eth_chainId" && isOther) result(response, id, "0x2105");
      else return false;
      return true;
    };
    let isOneDown = false;
    const [one, two] = [await node(failing(() => isOneDown)), await node(late)];
    const { client } = await over([one.url, two.url]);
    [isDown, isOneDown, isOther] = [false, true, true];
    await expect(client.getBalance({ address: SOMEBODY })).rejects.toThrow();
    expect(two.asked("eth_getBalance")).toBe(0);
    isOther = false;
    expect(await client.getBalance({ address: SOMEBODY })).toBe(0n);
  });

  it("need not be said by one that takes signed bytes alone: these say it themselves", async () => {
    const deaf: Intercept = ({ method, id }, response) => {
      if (method === SEND) return false;
      rpcError(response, id, -32601, "the method does not exist/is not available");
      return true;
    };
    const [one, two] = [await node(), await node(deaf)];
    expect((await over([one.url], { sendUrls: [two.url] })).warnings).toEqual([]);
  });
});

describe("signed bytes", () => {
  const says =
    (code: number, message: string): Intercept =>
    ({ method, id }, response) => {
      if (method !== SEND) return false;
      rpcError(response, id, code, message);
      return true;
    };
  const takes: Intercept = ({ method, id }, response) => {
    if (method !== SEND) return false;
    result(response, id, `0x${"12".repeat(32)}`);
    return true;
  };
  const send = (client: Awaited<ReturnType<typeof over>>["client"]) =>
    client.sendRawTransaction({ serializedTransaction: "0x02" });

  it("go to every endpoint for sending and to no other, and are taken when one takes them", async () => {
    const [read, refuses, accepts] = [await node(takes), await node(says(-32000, "underpriced")), await node(takes)];
    const { client } = await over([read.url], { sendUrls: [refuses.url, accepts.url] });
    await send(client);
    expect([read, refuses, accepts].map((one) => one.asked(SEND))).toEqual([0, 1, 1]);
    await client.getBalance({ address: SOMEBODY });
    expect([read, refuses, accepts].map((one) => one.asked("eth_getBalance"))).toEqual([1, 0, 0]);
  });

  it("are refused when all refuse", async () => {
    const [read, one, two] = [
      await node(),
      await node(says(-32000, "underpriced")),
      await node(failing(() => true, 429)),
    ];
    const { client } = await over([read.url], { sendUrls: [one.url, two.url], retries: 0 });
    await expect(send(client)).rejects.toThrow(/underpriced/);
  });

  it("go to the first that is read from, and on to the next when it cannot be asked, not when it refuses", async () => {
    const [down, refuses, takesThem] = [
      await node(failing(() => true)),
      await node(says(-32000, "underpriced")),
      await node(takes),
    ];
    await send((await over([down.url, takesThem.url], { retries: 0 })).client);
    expect(takesThem.asked(SEND)).toBe(1);
    await expect(send((await over([refuses.url, takesThem.url])).client)).rejects.toThrow(/underpriced/);
    expect(takesThem.asked(SEND)).toBe(1);
  });
});

describe("the limit of calls under way", () => {
  it.each([1, 2, 5])("holds at one endpoint for whatever goes through the client: %d", async (concurrency) => {
    let [underWay, most] = [0, 0];
    const order: string[] = [];
    const slow: Intercept = async ({ method }) => {
      most = Math.max(most, ++underWay);
      order.push(method);
      await new Promise((resolve) => setTimeout(resolve, 40));
      underWay--;
      return false;
    };
    const { url } = await node(slow);
    const { client } = await over([url], { concurrency, timeoutMs: 10_000 });
    const reads = Array.from({ length: 12 }, (_, index) =>
      client.getStorageAt({ address: SOMEBODY, slot: `0x${index}` }),
    );
    const others = [
      client.getGasPrice(),
      client.getBlock(),
      client.getLogs(),
      client.getBalance({ address: SOMEBODY }),
    ];
    const sent = client.sendRawTransaction({ serializedTransaction: "0x02" }).catch(() => null);
    await Promise.all([...reads, ...others, sent]);
    expect(most).toBe(concurrency);
    // before everything that waits
    expect(order.slice(0, concurrency + 2)).toContain(SEND);
  });
});
