import { createPublicClient, http, numberToHex } from "viem";
import { afterEach, describe, expect, it } from "vitest";
import { parseBlock, resolveBlock } from "./block.ts";
import { type LocalServer, result, startServer } from "./local-server.fixture.ts";

let server: LocalServer;
afterEach(() => server.close());

interface Endpoint {
  /** What it calls the newest; null: nothing. */
  readonly latest: bigint | null;
  /** The number that it names the newest. */
  readonly named: bigint;
  /** The last block that it has by number. */
  readonly has?: bigint;
}

async function clientOf({ latest, named, has = named }: Endpoint) {
  const blockOf = (number: bigint) => ({
    number: numberToHex(number),
    timestamp: numberToHex(number * 2n),
    hash: `0x${"ab".repeat(32)}`,
    parentHash: `0x${"cd".repeat(32)}`,
    baseFeePerGas: "0x7",
  });
  server = await startServer(({ id, method, params }, response) => {
    if (method === "eth_blockNumber") return result(response, id, numberToHex(named));
    const [wanted] = params as [string];
    const number = wanted === "latest" ? latest : /^0x/.test(wanted) ? BigInt(wanted) : null;
    result(response, id, number === null || number > has ? null : blockOf(number));
  });
  return createPublicClient({ transport: http(server.url, { retryCount: 0 }) });
}

async function resolved(endpoint: Endpoint, text = "latest") {
  const warnings: string[] = [];
  const client = await clientOf(endpoint);
  const { number } = await resolveBlock(client, parseBlock(text), { warn: (said) => void warnings.push(said) });
  return { number, warnings };
}

describe("the newest block", () => {
  it("is what the endpoint calls so, also when its nodes differ a little", async () => {
    expect(await resolved({ latest: 1_000n, named: 1_000n })).toEqual({ number: 1_000n, warnings: [] });
    await server.close();
    expect(await resolved({ latest: 1_000n, named: 1_032n })).toEqual({ number: 1_000n, warnings: [] });
    await server.close();
    expect(await resolved({ latest: 1_000n, named: 500n, has: 1_000n })).toEqual({ number: 1_000n, warnings: [] });
  });

  it("is the one that it names the newest where it calls a much older one so, and that is told", async () => {
    const { number, warnings } = await resolved({ latest: 1_000n, named: 1_033n });
    expect(number).toBe(1_033n);
    expect(warnings).toEqual([
      "the endpoint's newest block is 1033, and it answers 1000 when asked for it: its nodes do not agree, and the later one is used",
    ]);
  });

  it("is not known where it does not have the one that it names", async () => {
    await expect(resolved({ latest: 1_000n, named: 2_000n, has: 1_000n })).rejects.toMatchObject({
      code: "rpc-node-error",
      retryable: true,
      hint: "try again, or use another endpoint",
    });
  });
});

describe("an endpoint without a block", () => {
  it.each([
    ["latest", null, 1, "the endpoint has no newest block", /starting or out of sync: try again, or use another/],
    ["finalized", 1_000n, 2, "the endpoint names no finalized block", /^use --block latest or a number, or another/],
    ["safe", 1_000n, 2, "the endpoint names no safe block", /^use --block latest or a number, or another endpoint$/],
    ["1001", 1_000n, 2, "the endpoint has no block 1001", /^its newest is 1000$/],
  ])("says for %s what helps", async (text, latest, exitCode, message, hint) => {
    const failing = resolved({ latest, named: 1_000n }, text);
    await expect(failing).rejects.toMatchObject({ exitCode, message, hint: expect.stringMatching(hint) });
  });

  it("speaks of old blocks only where one was asked for", async () => {
    const failing = resolved({ latest: 1_000n, named: 1_000n, has: 4n }, "5");
    await expect(failing).rejects.toMatchObject({ exitCode: 2, hint: expect.stringMatching(/keeps old blocks/) });
  });
});
