import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deploymentsFile, recordDeployment } from "./deployments.ts";
import { staleRecord } from "./stale-record.ts";

const ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const HASH = `0x${"12".repeat(32)}` as const;

it("a record is stale when the chain does not have what it records", async ({ onTestFinished }) => {
  const root = mkdtempSync(join(tmpdir(), "fliq-stale-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const none = { chainId: 31337, liquidators: {} };
  expect(await staleRecord(none, "AaveV3Liquidator", root)).toBeNull();
  const record = { address: ADDRESS, block: 1, txHash: HASH, constructorArgs: {}, runtimeCodeHash: HASH } as const;
  await recordDeployment(31337, "AaveV3Liquidator", record, root);
  const file = deploymentsFile(31337, root);
  expect(await staleRecord(none, "AaveV3Liquidator", root)).toEqual({ file, address: ADDRESS });
  expect(await staleRecord(none, "MorphoLiquidator", root)).toBeNull();
  const there = { chainId: 31337, liquidators: { AaveV3Liquidator: ADDRESS } } as const;
  expect(await staleRecord(there, "AaveV3Liquidator", root)).toBeNull();
});
