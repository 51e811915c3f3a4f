import { createPublicClient, custom, http, type Transport } from "viem";
import { afterEach, describe, expect, it } from "vitest";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { requestWithRetry, type TransportOptions } from "../rpc/request-with-retry.ts";
import { EMITTER, type LogServer, type LogServerOptions, SEEN, startLogServer } from "./logs.fixture.ts";
import { type LogScan, scanLogs } from "./logs.ts";

let server: LogServer;
afterEach(() => server.close());

/** As the program asks one endpoint. */
const retryingTransport = (options: TransportOptions): Transport =>
  custom({ request: (call) => requestWithRetry(options, call) }, { retryCount: 0 });

const HEAD = 99_999n;
/** A log every 37 blocks, and a crowd of 500 in blocks 60,000 to 60,004. */
const BLOCKS = [
  ...Array.from({ length: 2_700 }, (_, index) => BigInt(index) * 37n),
  ...Array.from({ length: 500 }, (_, index) => 60_000n + BigInt(index % 5)),
].sort((a, b) => Number(a - b));

const FEW = [0n, 1_999n, 2_000n, 60_000n, HEAD];

async function scan(
  options: Partial<LogServerOptions>,
  changes: Partial<LogScan<typeof SEEN>> = {},
  transportOf: (url: string) => Transport = (url) => http(url, { retryCount: 0 }),
) {
  server = await startLogServer({ blocks: BLOCKS, head: HEAD, ...options });
  const client = createPublicClient({ transport: transportOf(server.url) });
  const found: { amount: bigint; block: bigint }[] = [];
  const parts: [bigint, bigint][] = [];
  const run = scanLogs({
    client,
    address: EMITTER,
    events: [SEEN],
    fromBlock: 0n,
    toBlock: HEAD,
    chunkBlocks: 10_000n,
    concurrency: 3,
    signal: new AbortController().signal,
    waitsMs: [1, 1, 1],
    ...changes,
  });
  try {
    for await (const { fromBlock, toBlock, logs } of run) {
      parts.push([fromBlock, toBlock]);
      found.push(...logs.map(({ args, blockNumber }) => ({ amount: args.amount, block: blockNumber })));
    }
    return { found, parts, error: null };
  } catch (error) {
    return { found, parts, error };
  }
}

/** Every log once, in order, and parts without gap or overlap. */
function expectComplete({ found, parts, error }: Awaited<ReturnType<typeof scan>>, blocks = BLOCKS) {
  expect(error).toBeNull();
  expect(found).toEqual(blocks.map((block, index) => ({ amount: BigInt(index), block })));
  expect(parts[0]![0]).toBe(0n);
  expect(parts.at(-1)![1]).toBe(HEAD);
  for (const [index, [from]] of parts.entries()) if (index > 0) expect(from).toBe(parts[index - 1]![1] + 1n);
}

describe("scanLogs", () => {
  it("asks in the configured chunks where nothing is refused", async () => {
    expectComplete(await scan({}));
    expect(server.queries).toHaveLength(10);
  });

  it("obeys a provider that names its limit in words, and asks too much only in the first round", async () => {
    const refuse = ({ from, to }: { from: bigint; to: bigint }) =>
      to - from >= 2_000n
        ? { code: -32602, message: "eth_getLogs is limited to a 2,000 range. Check your plan." }
        : null;
    expectComplete(await scan({ refuse }));
    expect(server.queries.filter(({ from, to }) => to - from >= 2_000n)).toHaveLength(3);
    expect(server.queries).toHaveLength(3 + 50);
  });

  it("asks for several pieces at once after one query for everything was refused", async () => {
    const refuse = ({ from, to }: { from: bigint; to: bigint }) =>
      to - from >= 2_000n ? { code: -32602, message: "query exceeds max block range 2000" } : null;
    let [underWay, most] = [0, 0];
    const watched = (url: string): Transport => {
      const base = http(url, { retryCount: 0 });
      return ((options: Parameters<typeof base>[0]) => {
        const inner = base(options);
        const request = async (call: never) => {
          most = Math.max(most, ++underWay);
          return inner.request(call).finally(() => underWay--);
        };
        return { ...inner, request };
      }) as Transport;
    };
    expectComplete(await scan({ refuse }, { chunkBlocks: 1_000_000n, concurrency: 4 }, watched));
    expect(server.queries).toHaveLength(1 + 50);
    expect(most).toBe(4);
  });

  it("takes the range that Alchemy suggests", async () => {
    const refuse = ({ from, to, found }: { from: bigint; to: bigint; found: number }) => {
      if (found <= 100) return null;
      const fits = from + (to - from) / 3n;
      return {
        code: -32602,
        message: `Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range and no limit on the response size, or you can request any block range with a cap of 10K logs in the response. Based on your parameters and the response size limit, this block range should work: [0x${from.toString(16)}, 0x${fits.toString(16)}]`,
      };
    };
    expectComplete(await scan({ refuse, blocks: BLOCKS }, { concurrency: 1 }));
    const first = server.queries[0]!;
    expect(server.queries[1]).toMatchObject({ from: 0n, to: (first.to - first.from) / 3n });
  });

  it("takes the range that Infura suggests beside its message", async () => {
    const refuse = ({ from, to, found }: { from: bigint; to: bigint; found: number }) => {
      if (found <= 100) return null;
      const fits = `0x${(from + (to - from) / 4n).toString(16)}`;
      const message = "query returned more than 10000 results";
      return { code: -32005, message, data: { from: `0x${from.toString(16)}`, to: fits, limit: 10_000 } };
    };
    expectComplete(await scan({ refuse }, { concurrency: 1 }));
    expect(server.queries[1]).toMatchObject({ from: 0n, to: 2_499n });
  });

  it("halves when the provider says no more than that it is too much, and grows back afterwards", async () => {
    const refuse = ({ found }: { found: number }) =>
      found > 120 ? { code: -32000, message: "query timeout exceeded" } : null;
    expectComplete(await scan({ refuse }));
    const last = server.queries.at(-1)!;
    const spans = server.queries.map(({ from, to }) => Number(to - from));
    expect(Math.min(...spans)).toBeLessThan(5);
    expect(Number(last.to - last.from)).toBeGreaterThan(100);
  });

  it("halves when a gateway gives up", async () => {
    const refuse = ({ from, to }: { from: bigint; to: bigint }) => (to - from > 4_000n ? { status: 504 } : null);
    expectComplete(await scan({ refuse }));
  });

  it("repeats what was refused for its frequency, with the same range", async () => {
    const refuse = ({ count }: { count: number }) =>
      count % 4 === 2 ? { code: 429, message: "Too Many Requests" } : count % 4 === 3 ? { status: 429 } : null;
    expectComplete(await scan({ refuse }, { concurrency: 1 }));
    expect(server.queries[1]).toMatchObject({ from: server.queries[2]!.from, to: server.queries[2]!.to });
  });

  it("fails when the frequency stays too high, and says that it may be tried again", async () => {
    const { error } = await scan({ refuse: () => ({ status: 429 }) }, { concurrency: 1 });
    expect(error).toBeInstanceOf(RpcError);
    expect(error).toMatchObject({ failure: "rate-limited", retryable: true });
    expect(server.queries).toHaveLength(4);
  });

  it.each([{ status: 401 }, { status: 403 }, { code: -32601, message: "the method eth_getLogs does not exist" }])(
    "fails at once on %o",
    async (refusal) => {
      const { error } = await scan({ refuse: () => refusal }, { concurrency: 1 });
      expect(error).toBeInstanceOf(RpcError);
      expect(server.queries).toHaveLength(1);
    },
  );

  it("says of a block that the endpoint does not reach that it may be tried again, and does not ask for less", async () => {
    const refusal = { code: -32000, message: "block range extends beyond current head block" };
    const { error } = await scan({ refuse: () => refusal }, { concurrency: 1 });
    expect(error).toMatchObject({ failure: "node-error", retryable: true, hint: "try again, or use another endpoint" });
    expect(server.queries.map(({ from, to }) => to - from)).toEqual([9_999n, 9_999n, 9_999n, 9_999n]);
  });

  it("fails when a single block is refused, after everything before it was yielded", async () => {
    const refuse = ({ from, to }: { from: bigint; to: bigint }) =>
      from <= 42_000n && to >= 42_000n ? { code: -32000, message: "too many logs" } : null;
    const { error, found, parts } = await scan({ refuse }, { concurrency: 1 });
    expect(error).toMatchObject({ message: expect.stringContaining("blocks 42000 to 42000") });
    expect(parts.at(-1)![1]).toBe(41_999n);
    expect(found).toHaveLength(BLOCKS.filter((block) => block < 42_000n).length);
  });

  it("stops when it is interrupted", async () => {
    const controller = new AbortController();
    const refuse = ({ count }: { count: number }) => {
      if (count === 3) controller.abort();
      return null;
    };
    const { error } = await scan({ refuse }, { signal: controller.signal, concurrency: 1 });
    expect(error).toBeInstanceOf(InterruptedError);
    expect(server.queries.length).toBeLessThan(5);
  });

  it("asks nothing for an empty range", async () => {
    const { parts, error } = await scan({}, { fromBlock: 5n, toBlock: 4n });
    expect([parts, error]).toEqual([[], null]);
    expect(server.queries).toHaveLength(0);
  });
});

describe("scanLogs through this project's own transport", () => {
  const signal = new AbortController().signal;
  const ours = (url: string) =>
    retryingTransport({ url, timeoutMs: 5_000, retries: 0, signal, logger: { debug() {} } });

  it.each([{ status: 504 }, { status: 413 }, { code: -32005, message: "query returned more than 10000 results" }])(
    "halves on %o",
    async (refusal) => {
      const refuse = ({ from, to }: { from: bigint; to: bigint }) => (to - from > 4_000n ? refusal : null);
      expectComplete(await scan({ refuse }, {}, ours));
    },
  );

  it.each([
    ["drpc", 400, 35, "ranges over 10000 blocks are not supported on freetier"],
    [
      "Alchemy",
      400,
      -32600,
      "Under the Free tier plan, you can make eth_getLogs requests with up to a 2000 block range.",
    ],
    ["Infura", 200, -32602, "range 10000 exceeds limit of 2000"],
    ["QuickNode", 413, -32614, "eth_getLogs is limited to a 2,000 range"],
    ["Ankr", 200, -32600, "block range is too wide"],
    ["Ankr, later", 200, -32602, "maximum [from, to] blocks distance: 2000"],
    ["BNB nodes", 200, -32005, "limit exceeded"],
    ["BNB nodes, later", 200, -32000, "exceed maximum block range: 50000"],
    ["1RPC", 200, -32000, "eth_getLogs is limited to 0 - 2000 blocks range"],
    ["Besu", 200, -32005, "Requested range exceeds maximum RPC range limit"],
    ["reth", 200, -32602, "query exceeds max results 20000, retry with the range 0-1999"],
    ["a plan", 400, -32000, "this block range is not available on your plan"],
  ])(
    "asks for less on the refusal of %s (HTTP %i, error %i, %s), without a pause",
    async (_, status, code, message) => {
      const refuse = ({ from, to }: { from: bigint; to: bigint }) =>
        to - from >= 2_000n ? { status, code, message } : null;
      const repeated: string[] = [];
      const logger = { debug: (said: string) => void repeated.push(said) };
      const patient = (url: string) => retryingTransport({ url, timeoutMs: 5_000, retries: 3, signal, logger });
      expectComplete(await scan({ refuse, blocks: FEW }, {}, patient), FEW);
      expect(repeated).not.toContain("repeating a failed read");
    },
  );

  it("believes no number in a refusal that the provider itself does not keep to", async () => {
    const refuse = ({ from, to }: { from: bigint; to: bigint }) =>
      to - from >= 700n ? { status: 400, code: 35, message: "max is 5000: larger ranges are not supported" } : null;
    expectComplete(await scan({ refuse, blocks: FEW }, {}, ours), FEW);
  });

  it("repeats what was refused for its frequency", async () => {
    const refuse = ({ count }: { count: number }) => (count % 3 === 0 ? { status: 429 } : null);
    expectComplete(await scan({ refuse }, { concurrency: 1 }, ours));
  });

  it.each([{ status: 401 }, { code: -32601, message: "method not found" }])("fails at once on %o", async (refusal) => {
    const { error } = await scan({ refuse: () => refusal }, { concurrency: 1 }, ours);
    expect(error).toBeInstanceOf(RpcError);
    expect(server.queries).toHaveLength(1);
  });
});
