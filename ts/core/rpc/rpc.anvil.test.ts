import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { defineChain, parseAbi } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { explainFailure } from "../errors/explain.ts";
import { parseBlock, resolveBlock, staleSeconds } from "./block.ts";
import { connect } from "./rpc.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const ANVIL = join(import.meta.dirname, "../../../node_modules/.bin/anvil");
let anvil: ChildProcess;
let url: string;

beforeAll(async () => {
  anvil = spawn(ANVIL, ["--port", "0", "--chain-id", "8453"], { stdio: ["ignore", "pipe", "ignore"] });
  for await (const line of createInterface({ input: anvil.stdout! })) {
    const listening = /Listening on (\S+)/.exec(line);
    if (listening) {
      url = `http://${listening[1]}`;
      break;
    }
  }
});
afterAll(async () => {
  anvil.kill();
  await once(anvil, "exit");
});

function client() {
  return connect({
    urls: [url],
    chain: "base",
    chainOf: (name) =>
      defineChain({
        id: 8453,
        name,
        nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
        rpcUrls: { default: { http: [] } },
      }),
    timeoutMs: 10_000,
    retries: 1,
    signal: new AbortController().signal,
    logger: { debug() {}, warn() {} },
  });
}

describe("a real node", () => {
  it("resolves a block by number and by tag", async () => {
    const node = await client();
    await node.request({ method: "evm_mine" } as never);
    const latest = await resolveBlock(node, parseBlock("latest"));
    expect(latest.number).toBe(1n);
    expect(latest.timestamp).toBeGreaterThan(1_700_000_000n);
    expect(latest.baseFeePerGas).toBeGreaterThan(0n);
    expect((await resolveBlock(node, parseBlock("0"))).number).toBe(0n);
    expect((await resolveBlock(node, parseBlock("0x1"))).number).toBe(1n);
  });

  it("says that a block does not exist", async () => {
    await expect(resolveBlock(await client(), parseBlock("99999999"))).rejects.toThrow(
      expect.objectContaining({ exitCode: 2, message: "the endpoint has no block 99999999" }),
    );
  });

  it("is stale when its newest block is minutes behind the clock", async () => {
    const node = await client();
    const block = await resolveBlock(node, parseBlock("latest"));
    const latest = Number(block.timestamp);
    expect(staleSeconds(block, {}, (latest + 120) * 1000)).toBeNull();
    expect(staleSeconds(block, {}, (latest + 121) * 1000)).toBe(121);
    expect(staleSeconds(block, { blockTime: 60_000 }, (latest + 600) * 1000)).toBeNull();
    expect(staleSeconds(block, { blockTime: 60_000 }, (latest + 601) * 1000)).toBe(601);
  });

  it.each(["-1", "1.5", "newest", "", "pending", "0x"])("refuses %j as a block", (text) => {
    expect(() => parseBlock(text)).toThrow("--block must be a block number, latest, safe or finalized");
  });

  it("decodes a revert of a real execution", async () => {
    // PUSH0 PUSH0 REVERT
    const node = await client();
    const address = "0x00000000000000000000000000000000000000AA";
    const abi = parseAbi(["function read() view returns (uint256)"]);
    await node.request({ method: "anvil_setCode", params: [address, "0x5f5ffd"] } as never);
    const error = await node.readContract({ abi, address, functionName: "read" }).catch((caught: unknown) => caught);
    expect(explainFailure(error)).toMatchObject({ code: "revert", retryable: false });
  });

  it("does not know every method", async () => {
    const node = await client();
    const error = await node.request({ method: "eth_sendBundle" } as never).catch((caught: unknown) => caught);
    expect(explainFailure(error)).toMatchObject({ failure: "unsupported-method" });
  });
});
