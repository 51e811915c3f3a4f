import { type Chain, defineChain, type PublicClient } from "viem";
import { afterAll, describe, expect, it } from "vitest";
import { explainFailure } from "../errors/explain.ts";
import { readBatched } from "../lens/batched.ts";
import { type LocalServer, reply, result, rpcError, startServer } from "./local-server.fixture.ts";
import { connect } from "./rpc.ts";

type Answer = Parameters<typeof startServer>[0];
type Response = Parameters<typeof reply>[0];
type Fault = readonly [name: string, answer: (response: Response, id: number) => void];

const HEAD = 1_000_000n;
const hex = (value: bigint) => `0x${value.toString(16)}`;
const open: LocalServer[] = [];

afterAll(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

interface Node {
  readonly ask: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  /** How often a method was asked. */
  readonly asked: (method: string) => number;
  /** Debug messages of the transport. */
  readonly said: readonly string[];
}

/** A node of chain 1 that has named its head; `answer` gets every other call, with its count. */
async function node(answer: Answer, { retries = 3, timeoutMs = 2_000 } = {}): Promise<Node> {
  let others = 0;
  const server = await startServer((call, response) => {
    if (call.method === "eth_chainId") return result(response, call.id, "0x1");
    if (call.method === "eth_blockNumber" && others === 0) return result(response, call.id, hex(HEAD));
    answer(call, response, ++others);
  });
  open.push(server);
  const chainOf = (name: string): Chain => {
    const nativeCurrency = { name: "Ether", symbol: "ETH", decimals: 18 };
    return defineChain({ id: 1, name, nativeCurrency, rpcUrls: { default: { http: [] } } });
  };
  const said: string[] = [];
  const logger = { debug: (message: string) => void said.push(message), warn() {} };
  const { signal } = new AbortController();
  const client: Pick<PublicClient, "request"> = await connect({
    ...{ urls: [server.url], chain: null, chainOf, timeoutMs, retries, signal, logger },
  });
  await client.request({ method: "eth_blockNumber" });
  return {
    ask: (method, params = []) => client.request({ method, params } as never) as Promise<unknown>,
    asked: (method) => server.received.filter((call) => call.method === method).length,
    said,
  };
}

/** Fails the first call, then answers. */
const once =
  ([, fault]: Fault, value: unknown): Answer =>
  (call, response, count) =>
    count === 1 ? fault(response, call.id) : result(response, call.id, value);

const always =
  ([, fault]: Fault): Answer =>
  (call, response) =>
    fault(response, call.id);

const says = (code: number, message: string, status = 200): Fault => [
  `HTTP ${status}, error ${code}, ${message}`,
  (response, id) => reply(response, status, { jsonrpc: "2.0", id, error: { code, message } }),
];
const status = (code: number): Fault => [`HTTP ${code}`, (response) => reply(response, code, "<html>")];

const CALL = [{ to: `0x${"aa".repeat(20)}`, data: "0x" }, hex(HEAD)] as const;

/** Faults that may be over in a moment, in the words of several nodes and gateways. */
const PASSING: readonly Fault[] = [
  says(-32000, "header not found"),
  says(-32000, "unknown block number"),
  says(-32000, "unknown block"),
  says(-32001, "block not found: 0xf4240"),
  says(-39001, "Unknown block"),
  says(-32602, "Block with such an ID doesn't exist yet"),
  says(-32000, "block range extends beyond current head block"),
  says(-32000, "missing trie node 12ab (path ) state 0x12ab is not available"),
  says(-32000, "historical state 12ab is not available"),
  says(-32603, "internal error", 500),
  says(-32000, "request timed out", 408),
  says(-32000, "something else", 502),
  says(-32000, "Server is busy"),
  says(-32000, "upstream connect error or disconnect/reset before headers"),
  says(-32000, "no backend is currently healthy to serve traffic"),
  says(-32005, "cu limit exceeded"),
  says(-32602, "exceeded its compute units per second"),
  says(-32600, "too many requests"),
  says(-32000, "execution timeout"),
  says(-32000, "context deadline exceeded"),
  says(1, "words that no list has"),
  says(-32000, ""),
  ["an error without a code", (response, id) => reply(response, 200, { jsonrpc: "2.0", id, error: "oh" })],
  ["a web page", (response) => reply(response, 200, "<html>back in a minute</html>")],
  ["half an answer", (response) => reply(response, 200, '{"jsonrpc":"2.0","res')],
  ["a result that makes no sense", (response, id) => result(response, id, null)],
  ["a closed connection", (response) => void response.destroy()],
  status(408),
  status(500),
  status(504),
];

/** Refusals that stay. */
const PERMANENT: readonly Fault[] = [
  says(3, "execution reverted"),
  says(-32000, "execution reverted: block not found"),
  says(-32015, "VM execution error: revert"),
  says(-32000, "invalid opcode: INVALID"),
  says(-32003, "insufficient funds for gas * price + value"),
  says(-32000, "gas required exceeds allowance (50000000)"),
  says(-32000, "out of gas"),
  says(-32601, "the method eth_call does not exist/is not available"),
  says(-32601, "Method not found", 404),
  says(-32000, "method eth_call is not supported"),
  says(-32602, "invalid argument 0: hex string without 0x prefix"),
  says(-32600, "Invalid Request", 400),
  says(-32000, "Unauthorized: invalid API key"),
  says(-32000, "Must be authenticated!", 500),
  ["HTTP 401", (response, id) => reply(response, 401, { jsonrpc: "2.0", id, error: { code: 1, message: "no" } })],
  status(404),
];

describe.concurrent("a read", () => {
  it.each(PASSING)("survives %s", async (...fault) => {
    const { ask, asked } = await node(once(fault, "0x12"));
    expect(await ask("eth_call", CALL)).toBe("0x12");
    expect(asked("eth_call")).toBe(2);
  });

  it.each(PERMANENT)("ends at once with %s", async (...fault) => {
    const { ask, asked } = await node(always(fault));
    await expect(ask("eth_call", CALL)).rejects.toThrow();
    expect(asked("eth_call")).toBe(1);
  });

  it.each([
    ["eth_getBalance", "0x1"],
    ["eth_getStorageAt", "0x00"],
    ["eth_estimateGas", "0x5208"],
    ["eth_getLogs", []],
    ["eth_simulateV1", []],
    ["eth_getBlockByNumber", { number: "0x1" }],
    ["eth_getTransactionReceipt", {}],
    ["debug_traceCall", {}],
  ])("is repeated whatever its method: %s", async (method, value) => {
    const { ask, asked } = await node(once(says(-32000, "unknown block"), value));
    expect(await ask(method)).toEqual(value);
    expect(asked(method)).toBe(2);
  });

  it("is made once more than there are repetitions, and not at all again without any", async () => {
    for (const retries of [0, 2]) {
      const { ask, asked } = await node(always(says(-32000, "unknown block number")), { retries });
      await expect(ask("eth_call", CALL)).rejects.toThrow("unknown block number");
      expect(asked("eth_call")).toBe(retries + 1);
    }
  });

  it("does not make a node sign and send again, whatever is said", async () => {
    for (const fault of PASSING) {
      const { ask, asked } = await node(always(fault));
      await ask("eth_sendTransaction", [{}]).catch(() => {});
      expect(asked("eth_sendTransaction")).toBe(1);
    }
  });
});

describe.concurrent("a state that is missing", () => {
  const address = `0x${"aa".repeat(20)}`;

  it.each([
    ["of the head", "eth_call", CALL, 2],
    ["of a tag", "eth_call", [CALL[0], "latest"], 2],
    ["of a block hash", "eth_getCode", [address, { blockHash: `0x${"12".repeat(32)}` }], 2],
    ["of a block that every node keeps", "eth_call", [CALL[0], hex(HEAD - 128n)], 2],
    ["of an old block", "eth_call", [CALL[0], hex(HEAD - 129n)], 1],
    ["of an old block, in a slot", "eth_getStorageAt", [address, "0x0", hex(HEAD - 500_000n)], 1],
    ["of the head, in a slot", "eth_getStorageAt", [address, "0x0", hex(HEAD)], 2],
  ])("%s: %s makes its attempts of 2", async (_, method, params, attempts) => {
    const { ask, asked } = await node(always(says(-32000, "missing trie node 12ab")), { retries: 1 });
    const failure = explainFailure(await ask(method, params).catch((error: unknown) => error));
    expect(failure).toMatchObject({ failure: "state-missing", message: expect.stringContaining("missing trie node") });
    // an archive has old blocks; of the newest every node has the state
    expect(/archive/.test(failure!.hint!)).toBe(attempts === 1);
    expect(asked(method)).toBe(attempts);
  });
});

describe.concurrent("a block that is not there", () => {
  const nothing: Fault = ["null", (response, id) => result(response, id, null)];

  it.each([hex(HEAD), hex(HEAD + 3n), "latest"])("is asked for again: %s", async (wanted) => {
    const { ask, asked } = await node(once(nothing, { number: hex(HEAD) }));
    expect(await ask("eth_getBlockByNumber", [wanted, false])).toEqual({ number: hex(HEAD) });
    expect(asked("eth_getBlockByNumber")).toBe(2);
  });

  it("is null in the end, and at once when no node can have it yet", async () => {
    const { ask, asked } = await node(always(nothing), { retries: 1 });
    expect(await ask("eth_getBlockByNumber", [hex(HEAD), false])).toBeNull();
    expect(asked("eth_getBlockByNumber")).toBe(2);
    expect(await ask("eth_getBlockByNumber", [hex(HEAD + 129n), false])).toBeNull();
    expect(asked("eth_getBlockByNumber")).toBe(3);
  });
});

describe.concurrent("a read of many items", () => {
  const ITEMS = Array.from({ length: 32 }, (_, index) => index);
  const silence: Fault = ["no answer", () => {}];

  /** Starts with all items in one call, whose length says how many they are. */
  function readAll({ ask }: Node) {
    return readBatched<number, number | null>(ITEMS, {
      ...{ batchSize: 32, concurrency: 1, signal: new AbortController().signal, failed: () => null },
      read: async (batch) => {
        await ask("eth_call", [{ data: `0x${"00".repeat(batch.length)}` }, hex(HEAD)]);
        return batch;
      },
    });
  }
  const sizeOf = (params: unknown) => ((params as [{ data: string }])[0].data.length - 2) / 2;

  it.each([
    says(-32000, "execution timeout"),
    says(-32000, "execution aborted"),
    says(-32000, "request timed out", 408),
    says(-32603, "context deadline exceeded", 500),
    says(-32000, "out of gas"),
    says(-32000, "gas required exceeds allowance (50000000)"),
    says(-32000, "err: intrinsic gas too high (supplied gas 50000000)"),
    says(-32000, "max initcode size exceeded"),
    says(-32000, "request entity too large", 413),
    says(-32005, "limit exceeded"),
    status(413),
    status(504),
    silence,
  ])("asks for less at once on %s", async (...[name, fault]) => {
    const timeoutMs = name === silence[0] ? 1_000 : 2_000;
    const server = await node(
      ({ params, id }, response) => (sizeOf(params) > 8 ? fault(response, id) : result(response, id, "0x")),
      { timeoutMs },
    );
    expect(await readAll(server)).toEqual(ITEMS);
    expect(server.asked("eth_call")).toBe(3 + 4);
    expect(server.said).not.toContain("repeating a failed read");
  });

  it("repeats what cannot be divided further", async () => {
    let slow = 1;
    const server = await node(({ params, id }, response) => {
      if (sizeOf(params) === 1 && slow-- <= 0) return result(response, id, "0x");
      rpcError(response, id, -32000, "execution timeout");
    });
    expect(await readAll(server)).toEqual(ITEMS);
    expect(server.asked("eth_call")).toBe(31 + 32 + 1);
  });

  it("repeats the whole call when the head is not there yet", async () => {
    const server = await node(once(says(-32000, "unknown block number"), "0x"));
    expect(await readAll(server)).toEqual(ITEMS);
    expect(server.asked("eth_call")).toBe(2);
  });
});
