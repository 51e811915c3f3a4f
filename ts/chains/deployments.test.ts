import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { keccak256 } from "viem";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeploymentError } from "../core/errors/errors.ts";
import { type DeploymentRecord, deploymentsFile, readDeployments, recordDeployment } from "./deployments.ts";

const RECORD: DeploymentRecord = {
  address: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  block: 123,
  txHash: `0x${"12".repeat(32)}`,
  constructorArgs: { owner: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", minBonusShareBps: 5000, markets: ["0x00"] },
  runtimeCodeHash: keccak256("0x6001"),
};
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "fliq-deployments-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(chainId: number, content: unknown): void {
  const file = deploymentsFile(chainId, root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
}

describe("deployments", () => {
  it("are none without a record", async () => {
    expect(await readDeployments(1, root)).toEqual({ chainId: 1, contracts: {} });
  });

  it("are read as they were recorded, one contract not disturbing another", async () => {
    await recordDeployment(1, "AaveV3Liquidator", RECORD, root);
    await recordDeployment(1, "MorphoLiquidator", { ...RECORD, block: 7 }, root);
    await recordDeployment(1, "AaveV3Liquidator", { ...RECORD, block: 200 }, root);
    await recordDeployment(10, "AaveV3Liquidator", RECORD, root);
    expect((await readDeployments(1, root)).contracts).toEqual({
      AaveV3Liquidator: { ...RECORD, block: 200 },
      MorphoLiquidator: { ...RECORD, block: 7 },
    });
    expect(readFileSync(deploymentsFile(1, root), "utf8")).toMatch(/^\{\n {2}"chainId": 1,[\s\S]*\}\n$/);
  });

  it("are not recorded when they make no sense", async () => {
    const wrong = { ...RECORD, block: -1 };
    await expect(recordDeployment(1, "AaveV3Liquidator", wrong, root)).rejects.toThrow(DeploymentError);
    expect(await readDeployments(1, root)).toEqual({ chainId: 1, contracts: {} });
  });

  it.each([
    ["no JSON", "{", "is not valid JSON"],
    ["no object", [], "at its top"],
    ["another chain", { chainId: 10, contracts: {} }, "records chain 10"],
    ["an unknown contract", { chainId: 1, contracts: { Foo: RECORD } }, "malformed at contracts"],
    ["a wrong checksum", withRecord({ address: RECORD.address.replace("F6F4", "f6F4") }), "AaveV3Liquidator.address"],
    ["no code hash", withRecord({ runtimeCodeHash: undefined }), "AaveV3Liquidator.runtimeCodeHash"],
    ["a fractional block", withRecord({ block: 1.5 }), "AaveV3Liquidator.block"],
    ["a surplus key", withRecord({ note: "x" }), "malformed at contracts.AaveV3Liquidator"],
  ])("with %s are refused", async (_, content, message) => {
    write(1, content);
    const error = await readDeployments(1, root).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(DeploymentError);
    expect(String(error)).toContain(message);
  });
});

it("a record of the local chain is nobody's but this checkout's, and is told to be deleted", async () => {
  for (const [chainId, hint] of [
    [31337, "delete it, and deploy again"],
    [1, "restore it from version control, or deploy again"],
  ] as const) {
    write(chainId, "{");
    await expect(readDeployments(chainId, root)).rejects.toMatchObject({ hint });
  }
});

function withRecord(change: object) {
  return { chainId: 1, contracts: { AaveV3Liquidator: { ...RECORD, ...change } } };
}
