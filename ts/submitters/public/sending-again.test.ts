import { createTestClient, http, keccak256, publicActions } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { viemChain } from "../../chains/viem-chain.ts";
import { type LocalServer, reply, result, rpcError } from "../../core/rpc/local-server.fixture.ts";
import { connect } from "../../core/rpc/rpc.ts";
import { startTcpProxy, type TcpProxy } from "../../core/rpc/tcp-proxy.fixture.ts";
import { startAnvil } from "../../devnet/node/start-anvil.ts";
import { ask, type Intercept, startProxy } from "../../flow/testing/proxy.fixture.ts";
import type { SignedTransaction } from "../submitter.ts";
import { send } from "./send.ts";
import { waitForInclusion } from "./wait-for-inclusion.ts";

vi.setConfig({ testTimeout: 30_000 });

const SEND = "eth_sendRawTransaction";
const SOMEBODY = "0x00000000000000000000000000000000000000aa";
const UNCONFIRMED = "the node did not confirm that it took the transaction";

let node: Awaited<ReturnType<typeof startAnvil>>;
const open: { close(): Promise<void> }[] = [];
const chain = () =>
  createTestClient({ chain: foundry, mode: "anvil", transport: http(node.rpcUrl) }).extend(publicActions);
beforeAll(async () => {
  node = await startAnvil([]);
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});
afterAll(() => node?.stop());

/** Ten wei of somebody with money, or without. */
async function signed({ rich = true, nonce = 0 } = {}): Promise<SignedTransaction> {
  const account = privateKeyToAccount(generatePrivateKey());
  if (rich) await chain().setBalance({ address: account.address, value: 10n ** 20n });
  const serialized = await account.signTransaction({
    type: "eip1559",
    chainId: foundry.id,
    nonce,
    to: SOMEBODY,
    value: 10n,
    gas: 21_000n,
    maxFeePerGas: 10n ** 11n,
    maxPriorityFeePerGas: 10n ** 9n,
  });
  return { serialized, hash: keccak256(serialized), from: account.address, nonce };
}

/** The program's own client before the node, with whatever stands between them. */
async function through(intercept: Intercept, retries = 2) {
  const proxy = await startProxy(node.rpcUrl, intercept);
  open.push(proxy);
  return { ...(await contextOver(proxy.url, retries)), proxy };
}

async function contextOver(url: string, retries = 2, timeoutMs = 600) {
  const warnings: string[] = [];
  const logger = { debug() {}, info() {}, warn: (message: string) => void warnings.push(message) };
  const { signal } = new AbortController();
  const client = await connect({
    urls: [url],
    chain: "devnet",
    chainOf: viemChain,
    timeoutMs,
    retries,
    signal,
    logger,
  });
  return { context: { client, logger, signal } as never as Parameters<typeof send>[0], warnings, signal, client };
}

const sentTo = ({ received }: Pick<LocalServer, "received">) =>
  received.filter(({ method }) => method === SEND).map(({ params }) => (params as [string])[0]);

/** Does something else with the first attempts to send. */
const failing = (times: number, fault: Intercept): Intercept => {
  let seen = 0;
  return (call, response) => call.method === SEND && ++seen <= times && fault(call, response);
};

const answering =
  (status: number, headers: Record<string, string> = {}): Intercept =>
  (_, response) => {
    reply(response, status, "<html>busy</html>", headers);
    return true;
  };
const saying =
  (code: number, message: string): Intercept =>
  ({ id }, response) => {
    rpcError(response, id, code, message);
    return true;
  };
/** The node takes it, and its answer is lost in this way. */
const takenBut =
  (fault: Intercept): Intercept =>
  async (call, response) => {
    await ask(node.rpcUrl, call);
    return fault(call, response);
  };
const cut: Intercept = (_, response) => Boolean(response.destroy());
const silent: Intercept = () => true;

const PASSING: readonly [what: string, Intercept][] = [
  ["HTTP 429", answering(429)],
  ["HTTP 429 that names its pause", answering(429, { "retry-after": "0.05" })],
  ["HTTP 502", answering(502)],
  ["HTTP 503", answering(503)],
  ["HTTP 504", answering(504)],
  ["a web page", answering(200)],
  ["a closed connection", cut],
  ["no answer in time", silent],
  ["a rate limit", saying(-32005, "rate limit exceeded")],
  ["an internal error", saying(-32603, "Internal error")],
  ["a gateway without a node", saying(-32000, "no backend is currently healthy to serve traffic")],
];

describe("signed bytes that a node did not take at once", () => {
  it.each(PASSING)("are sent again as they are after %s", async (_, fault) => {
    const ours = await signed();
    const { context, warnings, proxy, signal, client } = await through(failing(2, fault));
    expect(await send(context, ours)).toBeNull();
    expect(sentTo(proxy)).toEqual(Array(3).fill(ours.serialized));
    expect(warnings).toEqual([]);
    expect(await waitForInclusion({ client, signal }, ours, { timeoutMs: 5_000 })).toMatchObject({ kind: "mined" });
  });

  it("are sent as often as a read is, and no more", async () => {
    for (const retries of [0, 1]) {
      const { context, proxy } = await through(failing(9, answering(503)), retries);
      await send(context, await signed());
      expect(sentTo(proxy)).toHaveLength(retries + 1);
    }
  });

  it.each<[what: string, Intercept, code: string]>([
    ["it is turned away for its rate every time", answering(429), "rpc-rate-limited"],
    ["it refuses the key", answering(403), "rpc-unauthorized"],
    ["it refuses the transaction", saying(-32000, "transaction underpriced"), "rpc-node-error"],
    ["its gateway passes the refusal on", saying(-32603, "insufficient funds for transfer"), "rpc-node-error"],
    ["its words are in no list", saying(-32000, "we do not like it"), "rpc-node-error"],
  ])("were not taken when %s", async (_, fault, code) => {
    const { context } = await through(failing(9, fault));
    expect(await send(context, await signed())).toMatchObject({ kind: "dropped", reason: { code } });
  });

  it("were not taken when nobody is there", async () => {
    const line: TcpProxy = await startTcpProxy(node.rpcUrl);
    const { context } = await contextOver(line.url);
    await line.cut();
    const dropped = await send(context, await signed());
    expect(dropped).toMatchObject({ kind: "dropped", reason: { code: "rpc-unreachable" } });
  });
});

describe("an answer that is lost after the node took the bytes", () => {
  it.each([
    ["a closed connection", cut],
    ["no answer in time", silent],
    ["HTTP 502", answering(502)],
    ["an internal error", saying(-32603, "Internal error")],
  ])("by %s is found by the hash: mined before they came again", async (_, fault) => {
    const ours = await signed();
    const { context, warnings, proxy, signal, client } = await through(failing(1, takenBut(fault)));
    expect(await send(context, ours)).toBeNull();
    expect(warnings).toEqual([]);
    // the second attempt was refused for its nonce, which proves nothing
    expect(sentTo(proxy)).toEqual([ours.serialized, ours.serialized]);
    expect(await waitForInclusion({ client, signal }, ours, { timeoutMs: 5_000 })).toMatchObject({ kind: "mined" });
    expect(await chain().getTransactionCount({ address: ours.from })).toBe(1);
  });

  it("is found in the pool of the node as well", async () => {
    await chain().setAutomine(false);
    try {
      const ours = await signed();
      const { context, warnings, proxy } = await through(failing(1, takenBut(cut)));
      expect(await send(context, ours)).toBeNull();
      expect([warnings, sentTo(proxy).length]).toEqual([[], 2]);
    } finally {
      await chain().setAutomine(true);
      await chain().mine({ blocks: 1 });
    }
  });

  it.each([
    ["already known", -32000],
    ["nonce too low: next nonce 1, tx nonce 0", -32000],
    ["OldNonce", -32010],
    ["replacement transaction underpriced", -32000],
    ["insufficient funds for gas * price + value", -32003],
  ])("is no refusal though another node says so and does not show the transaction: %s", async (message, code) => {
    const ours = await signed();
    let sent = 0;
    const { context, client, signal } = await through((call, response) => {
      // the node behind the balancer that is asked next knows nothing for a moment
      if (call.method === "eth_getTransactionByHash") {
        result(response, call.id, null);
        return true;
      }
      if (call.method !== SEND) return false;
      return ++sent === 1 ? takenBut(cut)(call, response) : saying(code, message)(call, response);
    });
    expect(await send(context, ours)).toBeNull();
    expect(await waitForInclusion({ client, signal }, ours, { timeoutMs: 5_000 })).toMatchObject({ kind: "mined" });
  });

  it("is not what a first attempt is told: then the nonce is another's", async () => {
    const { context, warnings } = await through(failing(9, saying(-32000, "nonce too low")));
    expect(await send(context, await signed())).toMatchObject({ kind: "dropped" });
    expect(warnings).toEqual([]);
  });

  it("and never came is not known, and said so", async () => {
    const { context, warnings, proxy } = await through(failing(9, cut));
    expect(await send(context, await signed())).toBeNull();
    expect([warnings, sentTo(proxy).length]).toEqual([[UNCONFIRMED], 3]);
  });
});
