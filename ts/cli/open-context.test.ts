import { PassThrough } from "node:stream";
import { createTestClient, http } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createRedactor } from "../core/errors/redact.ts";
import { result, startServer } from "../core/rpc/local-server.fixture.ts";
import { type Devnet, startDevnet } from "../devnet/index.ts";
import { AAVE_V3_ADDRESSES } from "../protocols/aave-v3/addresses.ts";
import type { GlobalOptions } from "./global-options.ts";
import { openContext } from "./open-context.ts";
import { openSession } from "./session.ts";

// the first start compiles and deploys every protocol
vi.setConfig({ testTimeout: 60_000, hookTimeout: 600_000 });

let devnet: Devnet;
beforeAll(async () => {
  devnet = await startDevnet();
});
afterAll(() => devnet?.stop());

function session(options: Partial<GlobalOptions>, env: Record<string, string> = {}) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const signal = new AbortController().signal;
  const host = { env, cwd: "/", stdin, stdout, stderr, redactor: createRedactor(), signal };
  return openSession(host, { color: false, ...options });
}

describe("openContext", () => {
  it("takes the chain from the endpoint", async () => {
    const context = await openContext(session({ rpcUrl: [devnet.rpcUrl] }), { minProfitUsd: "7" });
    expect(context.book).toMatchObject({ name: "devnet", chainId: 31337 });
    expect(context.client.chain.id).toBe(31337);
    expect(context.config.minProfitUsd).toBe(7_00000000n);
  });

  it("finds the endpoint of a chain in the environment", async () => {
    const { config } = await openContext(session({ chain: "devnet" }, { DEVNET_RPC_URL: devnet.rpcUrl }));
    expect(config.rpcUrls[0]).toBe(devnet.rpcUrl);
  });

  it.each([
    [
      "an unknown chain",
      { chain: "arbitrun" },
      { exitCode: 2, message: expect.stringContaining("did you mean arbitrum?") },
    ],
    ["no endpoint", {}, { code: "config", message: "there is no endpoint to ask" }],
    [
      "no endpoint for a chain",
      { chain: "base" },
      { message: "there is no endpoint for base", hint: "pass --rpc-url <url> or set BASE_RPC_URL" },
    ],
  ])("refuses %s", async (_, options, expected) => {
    await expect(openContext(session(options))).rejects.toThrow(expect.objectContaining(expected));
  });

  it("refuses an endpoint of another chain", async () => {
    await expect(openContext(session({ chain: "base", rpcUrl: [devnet.rpcUrl] }))).rejects.toThrow(
      `${devnet.rpcUrl} serves devnet (chain 31337), not base (chain 8453)`,
    );
  });

  it("minds only the protocols that are asked for", async () => {
    const node = createTestClient({ mode: "anvil", transport: http(devnet.rpcUrl) });
    const { morpho } = devnet.info.addresses.morpho;
    const snapshot = await node.snapshot();
    await node.setCode({ address: morpho, bytecode: "0x" });
    try {
      const { book } = await openContext(session({ rpcUrl: [devnet.rpcUrl], protocol: "aave-v3" }));
      expect(AAVE_V3_ADDRESSES.of(book)).toHaveLength(2);
      for (const protocol of [{}, { protocol: "morpho" }]) {
        await expect(openContext(session({ rpcUrl: [devnet.rpcUrl], ...protocol }))).rejects.toThrow(
          `Morpho on devnet is not at ${morpho}`,
        );
      }
    } finally {
      await node.revert({ id: snapshot });
    }
  });

  it("refuses a node that claims to be a chain and has none of its contracts", async () => {
    const server = await startServer((call, response) =>
      result(response, call.id, call.method === "eth_chainId" ? "0x2105" : "0x"),
    );
    await expect(openContext(session({ chain: "base", rpcUrl: [server.url] }))).rejects.toThrow(
      expect.objectContaining({ code: "address-book", message: expect.stringMatching(/on base is not at 0x/) }),
    );
    await server.close();
  });
});
