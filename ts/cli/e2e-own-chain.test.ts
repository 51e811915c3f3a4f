import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestClient, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buildDevnet } from "../devnet/build-devnet.ts";
import { movePrice } from "../devnet/index.ts";
import { type AnvilNode, startAnvil } from "../devnet/node/start-anvil.ts";
import { LENDING_PARTS } from "../devnet/parts/for-people.ts";
import { STATE_FILE } from "../devnet/store/paths.ts";
import { BUILD_TIMEOUT } from "../devnet/testing/start-test-chain.ts";
import { expectSentence, runFliq } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 300_000, hookTimeout: BUILD_TIMEOUT });

/** Of no chain that the project knows. */
const CHAIN_ID = 534_352;
const chain = { ...foundry, id: CHAIN_ID };
const SOMEBODY = "0x00000000000000000000000000000000000000A1";

let node: AnvilNode;
let folder: string;
let built: Awaited<ReturnType<typeof buildDevnet>>;
beforeAll(async () => {
  built = await buildDevnet();
  const args = ["--load-state", join(built.dir, STATE_FILE), "--chain-id", String(CHAIN_ID)];
  node = await startAnvil([...args, "--timestamp", String(built.info.timestamp)]);
  const client = createTestClient({ mode: "anvil", chain, transport: http(node.rpcUrl), pollingInterval: 10 })
    .extend(publicActions)
    .extend(walletActions);
  await client.request({ method: "anvil_autoImpersonateAccount" as never, params: [true] as never });
  await client.setNextBlockTimestamp({ timestamp: BigInt(built.info.timestamp) });
  await client.mine({ blocks: 1 });
  await movePrice(client, "WETH", 2600_00000000n, { info: built.info });
  folder = mkdtempSync(join(tmpdir(), "fliq-own-"));
});
afterAll(async () => {
  await node?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** The same contracts as on the local chain, as a person would write them down. */
function described(change: object = {}) {
  const { wrappedNative, routeTokens, addresses } = built.info.book;
  return { chainId: CHAIN_ID, wrappedNative, routeTokens, blockTimeMs: 12_000, addresses, ...change };
}

function fliq(args: readonly string[], chains?: object) {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
  writeFileSync(join(folder, "fliq.config.json"), JSON.stringify(chains ? { chains } : {}, plain));
  return runFliq(args, { cwd: folder, env: { FLIQ_RPC_RETRIES: "0", OWN_CHAIN_RPC_URL: node.rpcUrl } });
}

describe("a chain that the project does not know", () => {
  it("is refused without settings, which are then named", async () => {
    const ended = await fliq(["targets", "--rpc-url", node.rpcUrl]);
    expect(ended.code).toBe(1);
    expectSentence(ended, /serves chain 534352, which is not supported; supported are .*: docs\/settings\.md/);
  });

  it("is worked on by a settings file alone: found, planned, simulated, and where a contract would be", async () => {
    const chains = { "own-chain": described() };
    const found = await fliq(["targets", "--chain", "own-chain", "--max-hf", "2", "--json"], chains);
    expect(found.code).toBe(0);
    const { targets } = JSON.parse(found.stdout).result;
    const protocols = new Set(targets.map(({ key }: { key: string }) => key.split("/")[0]));
    expect(protocols).toEqual(new Set(LENDING_PARTS.map(({ name }) => name)));
    const target = targets.find(
      ({ plan, reason }: { plan: unknown; reason: unknown }) => plan !== null && reason === null,
    );
    const simulated = await fliq(["simulate", "--target", target.key, "--chain", String(CHAIN_ID), "--json"], chains);
    expect(simulated.code).toBe(0);
    expect(JSON.parse(simulated.stdout).result.simulation).toMatchObject({ ok: true, injected: true });
    const args = ["deploy", "--owner", SOMEBODY, "--receiver", SOMEBODY, "--from", SOMEBODY, "--chain", "own-chain"];
    const deployed = await fliq(args, chains);
    expect(deployed.stdout).toMatch(/AaveV3Liquidator would be deployed on own-chain\n/);
    expect(deployed.code).toBe(0);
  });

  it("is asked whether what the settings say is there", async () => {
    const wrong = {
      ...built.info.book.addresses,
      "aave-v3": [{ name: "x", pool: SOMEBODY, addressesProvider: SOMEBODY, fromBlock: "1" }],
    };
    const ended = await fliq(["targets", "--chain", "own-chain"], { "own-chain": described({ addresses: wrong }) });
    expect(ended.code).toBe(1);
    expectSentence(ended, /is not at 0x0{38}A1/);
    const malformed = await fliq(["targets", "--chain", "own-chain"], {
      "own-chain": described({ addresses: { morpho: { morpho: "0x12" } } }),
    });
    expect(malformed.code).toBe(1);
    expectSentence(
      malformed,
      /"chains\.own-chain\.addresses\.morpho\.morpho" in \S+fliq\.config\.json: must be an address/,
    );
  });
});
