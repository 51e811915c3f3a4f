import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicClient, createTestClient, http, keccak256, type PublicClient, type TestClient } from "viem";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Devnet, startDevnet } from "../devnet/index.ts";
import { recordDeployment } from "./deployments.ts";
import { presentLiquidators } from "./present-liquidators.ts";

// the first start compiles and deploys every protocol
vi.setConfig({ testTimeout: 60_000, hookTimeout: 600_000 });

const NAMES = ["AaveV3Liquidator", "MorphoLiquidator"] as const;
const NOBODY = "0x00000000000000000000000000000000000000AA";
let devnet: Devnet;
let client: PublicClient;
beforeAll(async () => {
  devnet = await startDevnet();
  client = createPublicClient({ transport: http(devnet.rpcUrl) });
});
afterAll(() => devnet?.stop());

describe("presentLiquidators", () => {
  const record = {
    address: NOBODY,
    block: 1,
    txHash: `0x${"12".repeat(32)}`,
    constructorArgs: {},
    runtimeCodeHash: keccak256("0x6001"),
  } as const;
  let root: string;
  let node: TestClient;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), "fliq-present-"));
    node = createTestClient({ mode: "anvil", transport: http(devnet.rpcUrl) });
    await recordDeployment(31337, "AaveV3Liquidator", record, root);
    await recordDeployment(8453, "AaveV3Liquidator", record, root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it.each([
    ["0x6001", { AaveV3Liquidator: NOBODY }, null],
    ["0x6002", {}, `AaveV3Liquidator is recorded at ${NOBODY} on base, but there is another contract`],
    ["0x", {}, `AaveV3Liquidator is recorded at ${NOBODY} on base, but there is no contract`],
  ] as const)("with code %s on the chain", async (bytecode, present, contradiction) => {
    await node.setCode({ address: NOBODY, bytecode });
    expect(await presentLiquidators(client, { chainId: 31337, name: "devnet" }, NAMES, root)).toEqual(present);
    const onBase = presentLiquidators(client, { chainId: 8453, name: "base" }, NAMES, root);
    if (contradiction) await expect(onBase).rejects.toThrow(contradiction);
    else expect(await onBase).toEqual(present);
  });

  it("does not look at the others", async () => {
    await node.setCode({ address: NOBODY, bytecode: "0x" });
    expect(await presentLiquidators(client, { chainId: 8453, name: "base" }, ["MorphoLiquidator"], root)).toEqual({});
  });
});
