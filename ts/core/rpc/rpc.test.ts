import { createServer } from "node:net";
import { inspect } from "node:util";
import { type Chain, defineChain, encodeErrorResult, parseAbi } from "viem";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Logger } from "../context.ts";
import { ChainMismatchError, ConfigError, InterruptedError, RevertError, RpcError } from "../errors/errors.ts";
import { explainFailure } from "../errors/explain.ts";
import { type LocalServer, reply, result, rpcError, startServer } from "./local-server.fixture.ts";
import { describeReadError } from "./read-errors.ts";
import { type ConnectOptions, connect } from "./rpc.ts";

vi.setConfig({ testTimeout: 30_000 });

const HASH = `0x${"12".repeat(32)}`;
const ABI = parseAbi(["error Broken(uint256 value)", "function read() view returns (uint256)"]);
const logger: Logger = { debug() {}, info() {}, warn() {} };
const open: LocalServer[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

async function server(answer: Parameters<typeof startServer>[0]): Promise<LocalServer> {
  const started = await startServer(answer);
  open.push(started);
  return started;
}

/** Serves chain 1 and hands every other method over. */
function node(answer: Parameters<typeof startServer>[0]): Promise<LocalServer> {
  let others = 0;
  return server((call, response) => {
    if (call.method === "eth_chainId") result(response, call.id, "0x1");
    else answer(call, response, ++others);
  });
}

function options(url: string | null, change: Partial<ConnectOptions> = {}): ConnectOptions {
  const chainOf = (name: string): Chain =>
    defineChain({
      id: 1,
      name,
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [] } },
    });
  return {
    urls: url === null ? [] : [url],
    chain: null,
    chainOf,
    timeoutMs: 2_000,
    retries: 2,
    signal: new AbortController().signal,
    logger,
    ...change,
  };
}

async function failureOf(attempt: Promise<unknown>): Promise<Error> {
  const error = await attempt.then(
    () => new Error("expected a failure"),
    (caught: unknown) => caught,
  );
  return explainFailure(error) ?? (error as Error);
}

async function closedPort(): Promise<string> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return `http://127.0.0.1:${port}`;
}

describe("connect", () => {
  it("returns a client of the chain that the endpoint serves", async () => {
    const { url } = await node((call, response) => result(response, call.id, "0x10"));
    const client = await connect(options(url, { chain: "ethereum" }));
    expect(client.chain.name).toBe("ethereum");
    expect(await client.getBlockNumber()).toBe(16n);
  });

  it("says how to give an endpoint when there is none", async () => {
    expect(await failureOf(connect(options(null)))).toBeInstanceOf(ConfigError);
    expect(await failureOf(connect(options(null, { chain: "ethereum" })))).toMatchObject({
      message: "there is no endpoint for ethereum",
      hint: "pass --rpc-url <url> or set ETHEREUM_RPC_URL or MAINNET_RPC_URL",
    });
  });

  it("compares the chain behind the endpoint with the name that was asked for", async () => {
    const { url } = await server((call, response) => result(response, call.id, "0x2105"));
    const error = await failureOf(connect(options(url, { chain: "ethereum" })));
    expect(error).toBeInstanceOf(ChainMismatchError);
    expect(error).toMatchObject({
      message: `${url} serves base (chain 8453), not ethereum (chain 1)`,
      hint: "pass --chain base or another endpoint",
    });
  });

  it("refuses a chain that is not supported", async () => {
    const { url } = await server((call, response) => result(response, call.id, "0x64"));
    expect(await failureOf(connect(options(url)))).toMatchObject({
      code: "chain-mismatch",
      message: `${url} serves chain 100, which is not supported`,
      hint: expect.stringContaining("ethereum (1)"),
    });
  });

  it("says that the endpoint is down", async () => {
    const url = await closedPort();
    expect(await failureOf(connect(options(url)))).toMatchObject({
      failure: "unreachable",
      message: `cannot reach ${url}: the connection was refused`,
    });
  });

  it("says that the host does not exist", async () => {
    const error = await failureOf(connect(options("http://host.invalid/v2/SECRETKEY", { retries: 0 })));
    expect(error).toMatchObject({ failure: "unreachable" });
    expect(error.message).toMatch(/^cannot reach http:\/\/host\.invalid: /);
  });

  it("says that the endpoint is slow, before its headers and within its body", async () => {
    const silent = await server(() => {});
    const stalling = await server((_, response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"jsonrpc":');
    });
    for (const { url } of [silent, stalling]) {
      expect(await failureOf(connect(options(url, { timeoutMs: 100, retries: 0 })))).toMatchObject({
        failure: "timeout",
        message: `${url} did not answer eth_chainId within 0.1 s`,
      });
    }
  });

  it.each([
    ["a web page", (_: unknown, response: Parameters<typeof reply>[0]) => reply(response, 200, "<html>hello</html>")],
    ["nothing", (_: unknown, response: Parameters<typeof reply>[0]) => reply(response, 200, "")],
    ["a JSON list", (_: unknown, response: Parameters<typeof reply>[0]) => reply(response, 200, [])],
    ["JSON null", (_: unknown, response: Parameters<typeof reply>[0]) => reply(response, 200, "null")],
    ["other JSON", (_: unknown, response: Parameters<typeof reply>[0]) => reply(response, 200, { status: "ok" })],
  ])("refuses %s at once", async (_, answer) => {
    const { url, received } = await server(answer);
    expect(await failureOf(connect(options(url)))).toMatchObject({ failure: "not-json-rpc", retryable: false });
    expect(received).toHaveLength(1);
  });

  it.each([1, null, "1", "0x", "0xzz", {}, [], true])("refuses %j as a chain id", async (value) => {
    const { url } = await server((call, response) => result(response, call.id, value));
    expect(await failureOf(connect(options(url)))).toMatchObject({ failure: "not-json-rpc" });
  });

  it("refuses the answer to another request", async () => {
    const { url } = await server((call, response) => result(response, call.id + 1, "0x1"));
    expect(await failureOf(connect(options(url)))).toMatchObject({ failure: "not-json-rpc" });
  });

  it("outlasts an endpoint that is not ready, as often as it may ask", async () => {
    const { url, received } = await server((call, response, count) => {
      if (count < 3) rpcError(response, call.id, -32000, "node is starting");
      else result(response, call.id, "0x1");
    });
    expect((await connect(options(url))).chain.id).toBe(1);
    expect(received).toHaveLength(3);
  });

  it("asks an endpoint that does not answer once more", async () => {
    const { url, received } = await server((_, response) => void response.destroy());
    expect(await failureOf(connect(options(url)))).toMatchObject({ failure: "unreachable" });
    expect(received).toHaveLength(2);
  });

  it("does not follow a redirection", async () => {
    const { url } = await server((_, response) => reply(response, 301, "", { location: "http://127.0.0.1:1/" }));
    expect(await failureOf(connect(options(url)))).toMatchObject({ message: `${url} answered HTTP 301` });
  });

  it("sends the credentials of the URL as a header, and shows none of it", async () => {
    const { url, received } = await server((_, response) => reply(response, 401, "no"));
    const secret = url.replace("http://", "http://alice:hunter%3F2@");
    const error = await failureOf(connect(options(`${secret}/v2/SECRETKEY?token=SECRETTOKEN`)));
    expect(received[0]!.headers.authorization).toBe(`Basic ${Buffer.from("alice:hunter?2").toString("base64")}`);
    expect(error).toMatchObject({ failure: "unauthorized", message: `${url} refused the request (HTTP 401)` });
    expect(received).toHaveLength(1);
  });

  it("shows nothing of the URL that a node repeats in its error, wherever that comes out", async () => {
    const { url, received } = await server((call, response) => {
      const said = `key 7731 of ${call.headers.authorization} may not ask /ab1z`;
      reply(response, 200, { jsonrpc: "2.0", id: call.id, error: { code: -32000, message: said, data: said } });
    });
    const secret = url.replace("http://", "http://alice:hush@");
    const error = await failureOf(connect(options(`${secret}/ab1z?key=7731`, { retries: 0 })));
    expect(received[0]!.headers.authorization).toMatch(/^Basic /);
    expect(error.message).toBe(
      `${url} answered with an error: key [redacted] of Basic [redacted] may not ask /[redacted]`,
    );
    for (const trace of [inspect(error, { depth: 9 }), describeReadError(error), String(error.cause)]) {
      for (const part of ["7731", "ab1z", "hush", btoa("alice:hush")]) expect(trace).not.toContain(part);
    }
  });
});

describe("repetition", () => {
  it("waits as long as a rate-limited endpoint asks, then succeeds", async () => {
    const { url, received } = await node((call, response, count) => {
      if (count === 1) reply(response, 429, "slow down", { "retry-after": "1" });
      else result(response, call.id, "0x10");
    });
    const client = await connect(options(url));
    const started = performance.now();
    expect(await client.getBlockNumber()).toBe(16n);
    expect(performance.now() - started).toBeGreaterThanOrEqual(950);
    expect(received.filter((call) => call.method === "eth_blockNumber")).toHaveLength(2);
  });

  it("says of an endpoint that never answers how often it was asked, and for how long", async () => {
    const { url } = await node(() => {});
    const client = await connect({ ...options(url), timeoutMs: 100 });
    expect(await failureOf(client.getBlockNumber())).toMatchObject({
      failure: "timeout",
      message: expect.stringMatching(/did not answer eth_blockNumber within 0\.1 s \(3 attempts in \d\.\d s\)$/),
      hint: "use a faster endpoint or raise FLIQ_RPC_TIMEOUT_SECONDS",
    });
  });

  it.each([
    [500, 3],
    [503, 3],
    [429, 3],
    [400, 1],
    [403, 1],
    [404, 1],
    [413, 1],
  ])("on HTTP %i makes %i attempts of 3", async (status, attempts) => {
    const { url, received } = await node((_, response) => reply(response, status, "<html>"));
    const client = await connect(options(url));
    expect(await failureOf(client.getBlockNumber())).toBeInstanceOf(RpcError);
    expect(received.filter((call) => call.method === "eth_blockNumber")).toHaveLength(attempts);
  });

  it.each([
    [429, "too many requests", 3],
    [-32007, "50/second request limit reached", 3],
    [-32603, "method handler crashed", 3],
    [-32000, "header not found", 3],
    [-32005, "query returned more than 10000 results", 1],
    [-32602, "Log response size exceeded", 1],
    [-32601, "the method eth_blockNumber does not exist", 1],
    [-32603, "execution reverted: nope", 1],
  ])("on error %i (%s) makes %i attempts of 3", async (code, message, attempts) => {
    const { url, received } = await node((call, response) => rpcError(response, call.id, code, message));
    const client = await connect(options(url));
    await failureOf(client.getBlockNumber({ cacheTime: 0 }));
    expect(received.filter((call) => call.method === "eth_blockNumber")).toHaveLength(attempts);
  });

  it.each([3, -32603, -32000])("never repeats a revert, and decodes it (code %i)", async (code) => {
    const data = encodeErrorResult({ abi: ABI, errorName: "Broken", args: [7n] });
    const { url, received } = await node((call, response) =>
      rpcError(response, call.id, code, "execution reverted", data),
    );
    const client = await connect(options(url));
    const address = "0x00000000000000000000000000000000000000AA";
    const error = await failureOf(client.readContract({ abi: ABI, address, functionName: "read" }));
    expect(error).toBeInstanceOf(RevertError);
    expect(error).toMatchObject({ message: "the call reverted: Broken", data });
    expect(received.filter((call) => call.method === "eth_call")).toHaveLength(1);
  });

  it.each<[what: string, code: number, message: string, said: (data: string) => unknown]>([
    ["after a word", -32015, "VM execution error.", (data) => `Reverted ${data}`],
    ["below data", -32603, "Internal JSON-RPC error.", (data) => ({ code: 3, message: "", data })],
    ["of the original error", -32603, "Internal JSON-RPC error.", (data) => ({ originalError: { code: 3, data } })],
    ["in a message", -32603, "Internal error", (data) => ({ message: `execution reverted: ${data}` })],
  ])(
    "finds a revert wherever the node puts it, decodes it, and does not repeat it: %s",
    async (_, code, message, said) => {
      const data = encodeErrorResult({ abi: ABI, errorName: "Broken", args: [7n] });
      const { url, received } = await node((call, response) => rpcError(response, call.id, code, message, said(data)));
      const client = await connect(options(url));
      const address = "0x00000000000000000000000000000000000000AA";
      const failures = [
        await failureOf(client.readContract({ abi: ABI, address, functionName: "read" })),
        await failureOf(client.call({ to: address })),
        await failureOf(client.estimateGas({ to: address })),
      ];
      for (const failure of failures) expect(failure).toMatchObject({ code: "revert", data });
      expect(failures[0]!.message).toBe("the call reverted: Broken");
      expect(received.map(({ method }) => method)).toEqual(["eth_chainId", "eth_call", "eth_call", "eth_estimateGas"]);
    },
  );

  it.each(["eth_sendTransaction", "personal_sendTransaction", "evm_mine", "anvil_setCode"])(
    "never repeats what would be done twice: %s",
    async (method) => {
      const { url, received } = await node((_, response) => reply(response, 503, "busy"));
      const client = await connect(options(url));
      await failureOf(client.request({ method, params: [] } as never));
      expect(received.filter((call) => call.method === method)).toHaveLength(1);
    },
  );

  it("stops at once when it is interrupted, in a request and between two", async () => {
    for (const answer of [
      () => {},
      (_: unknown, response: Parameters<typeof reply>[0]) => reply(response, 503, "busy"),
    ]) {
      const { url } = await node(answer);
      const controller = new AbortController();
      const client = await connect(options(url, { signal: controller.signal, timeoutMs: 20_000, retries: 20 }));
      setTimeout(() => controller.abort(), 100);
      const started = performance.now();
      expect(await failureOf(client.getBlockNumber())).toBeInstanceOf(InterruptedError);
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });
});

describe("answers that make no sense", () => {
  it.each([
    ["eth_blockNumber", 5, (client: Awaited<ReturnType<typeof connect>>) => client.getBlockNumber()],
    ["eth_call", "hello", (client: Awaited<ReturnType<typeof connect>>) => client.call({ to: `0x${"aa".repeat(20)}` })],
    ["eth_getLogs", {}, (client: Awaited<ReturnType<typeof connect>>) => client.getLogs()],
    ["eth_getBlockByNumber", "0x1", (client: Awaited<ReturnType<typeof connect>>) => client.getBlock()],
    [
      "eth_sendRawTransaction",
      "0x12",
      (client: Awaited<ReturnType<typeof connect>>) => client.sendRawTransaction({ serializedTransaction: "0x02" }),
    ],
  ])("are refused for %s", async (method, value, read) => {
    const { url } = await node((call, response) => result(response, call.id, value));
    const error = await failureOf(read(await connect(options(url, { retries: 0 }))));
    expect(error).toMatchObject({
      failure: "not-json-rpc",
      message: `${url} answered ${method} with something that makes no sense`,
    });
  });

  it("do not include null where it means that there is nothing", async () => {
    const { url } = await node((call, response) => result(response, call.id, null));
    const client = await connect(options(url));
    expect(await client.request({ method: "eth_getTransactionReceipt", params: [HASH as `0x${string}`] })).toBeNull();
  });
});

describe("explainFailure", () => {
  it("keeps request bodies and URLs out of the sentence", async () => {
    const { url } = await node((call, response) =>
      rpcError(response, call.id, -32000, "insufficient funds\n  for gas"),
    );
    const client = await connect(options(`${url}/v2/SECRETKEY`));
    const caught = await client
      .call({ to: `0x${"aa".repeat(20)}`, data: "0xdeadbeef" })
      .catch((error: unknown) => error);
    expect(String(caught)).not.toContain("SECRETKEY");
    expect(explainFailure(caught)).toMatchObject({
      failure: "node-error",
      message: `${url} answered with an error: insufficient funds for gas`,
    });
  });

  it("names a method that the endpoint lacks", async () => {
    const { url } = await node((call, response) => rpcError(response, call.id, -32601, "the method does not exist"));
    expect(await failureOf((await connect(options(url))).getBlockNumber())).toMatchObject({
      failure: "unsupported-method",
    });
  });

  it.each([
    "the method eth_call does not exist/is not available",
    "Method eth_call not found",
    "Method not found: eth_call",
    "method 'eth_call' is not supported",
    "Unsupported method: eth_call",
  ])("knows a missing method by its words: %s", async (message) => {
    const { url } = await node((call, response) => rpcError(response, call.id, -32000, message));
    expect(await failureOf((await connect(options(url))).call({}))).toMatchObject({ failure: "unsupported-method" });
  });

  it.each(["the method handler crashed: header not found", "method eth_call failed: the state is not available"])(
    "does not take what a method did not find for a missing method: %s",
    async (message) => {
      const { url } = await node((call, response) => rpcError(response, call.id, -32000, message));
      const client = await connect(options(url, { retries: 0 }));
      expect(await failureOf(client.call({}))).not.toMatchObject({ failure: "unsupported-method" });
    },
  );

  it("does not take a node's internal error for a revert of the contract", async () => {
    const { url } = await node((call, response) => rpcError(response, call.id, -32603, "Internal error"));
    const client = await connect(options(url, { retries: 0 }));
    const address = "0x00000000000000000000000000000000000000AA";
    expect(await failureOf(client.readContract({ abi: ABI, address, functionName: "read" }))).toMatchObject({
      failure: "node-error",
      message: `${url} answered with an error: Internal error`,
    });
  });

  it("says that nothing is at an address", async () => {
    const { url } = await node((call, response) => result(response, call.id, "0x"));
    const client = await connect(options(url));
    const address = "0x00000000000000000000000000000000000000AA";
    expect(await failureOf(client.readContract({ abi: ABI, address, functionName: "read" }))).toMatchObject({
      code: "address-book",
    });
  });

  it("does not dress up a defect of this program", () => {
    expect(explainFailure(new TypeError("x is not a function"))).toBeNull();
    expect(explainFailure("text")).toBeNull();
    expect(explainFailure(undefined)).toBeNull();
  });
});
