import { describe, expect, it } from "vitest";
import { SOURCES } from "../sources.ts";
import { ROOT } from "../store/paths.ts";
import { compileHash } from "./compile-hash.ts";
import { type ReadSource, readBelow } from "./read-source.ts";

const onDisk = readBelow(ROOT);

async function hashes(read: ReadSource): Promise<ReadonlyMap<string, string>> {
  const entries = Object.entries(SOURCES).map(
    async ([name, sources]) => [name, await compileHash(read, sources)] as const,
  );
  return new Map(await Promise.all(entries));
}

/** The parts that must be compiled again when a file changes. */
async function changedBy(file: string, change: (text: string) => string): Promise<string[]> {
  let changed = 0;
  const read: ReadSource = async (name) => {
    const text = await onDisk(name);
    if (name !== file) return text;
    changed++;
    return change(text);
  };
  const [before, after] = [await hashes(onDisk), await hashes(read)];
  expect(changed, `${file} is read`).toBeGreaterThan(0);
  return [...before.keys()].filter((name) => before.get(name) !== after.get(name)).sort();
}

const touched = (text: string) => `${text}\n// touched\n`;
const newer = (text: string) => text.replace(/"version": ?"[^"]*"/, '"version": "99.0.0"');

describe("compileHash", () => {
  it("is the same for the same files, and another for every part", async () => {
    const [first, second] = [await hashes(onDisk), await hashes(onDisk)];
    expect(second).toEqual(first);
    expect(new Set(first.values()).size).toBe(Object.keys(SOURCES).length);
    for (const hash of first.values()) expect(hash).toMatch(/^[0-9a-f]{16}$/);
  });

  it.each([
    [
      "a contract of Aave",
      "node_modules/@aave-dao/aave-v3-origin/src/contracts/misc/AaveOracle.sol",
      touched,
      ["aave-v3"],
    ],
    ["a contract of Morpho", "node_modules/@morpho-org/morpho-blue/src/Morpho.sol", touched, ["morpho"]],
    ["an oracle for Morpho", "test/devnet/BreakableOracle.sol", touched, ["morpho"]],
    ["a token", "test/devnet/NoReturnToken.sol", touched, ["shared"]],
    ["a compiler that Morpho alone needs", "node_modules/solc-0.8.19/package.json", newer, ["morpho"]],
    [
      "a shipped artifact",
      "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json",
      touched,
      ["uniswap-v3"],
    ],
  ] as const)("changes with %s for the parts that hold it, and for no other", async (_, file, change, parts) => {
    expect(await changedBy(file, change)).toEqual(parts);
  });

  it("changes with a feed for the parts whose oracles import it", async () => {
    const changed = await changedBy("test/devnet/SettablePriceFeed.sol", touched);
    expect(changed).toEqual(expect.arrayContaining(["morpho", "shared"]));
    for (const other of ["aave-v3", "uniswap-v3"]) expect(changed).not.toContain(other);
  });

  it("changes with the settings of a job", async () => {
    const { jobs } = SOURCES.morpho!;
    const other = { jobs: jobs.map((job) => ({ ...job, settings: { ...job.settings, optimizerRuns: 1 } })) };
    expect(await compileHash(onDisk, other)).not.toBe(await compileHash(onDisk, { jobs }));
  });
});
