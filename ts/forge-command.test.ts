import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./core/root.ts";
import { temporaryFolder } from "./core/temporary-folder.fixture.ts";

/** A project with one test, which asks for this condition. */
function projectOf(condition: string): string {
  const folder = temporaryFolder("forge");
  mkdirSync(join(folder, "test"));
  writeFileSync(join(folder, "foundry.toml"), `[profile.default]\nsolc = "${join(ROOT, "script", "solc.cjs")}"\n`);
  const body = `function test_it() external pure { require(${condition}); }`;
  writeFileSync(join(folder, "test", "T.t.sol"), `pragma solidity ^0.8.37;\ncontract T { ${body} }\n`);
  return folder;
}

/** Code and output of `npx forge`, as the README has it. */
function forge(...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("npx", ["forge", ...args], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

describe("npx forge", () => {
  it.each([
    ["true", 0, /1 passed; 0 failed/],
    ["false", 1, /0 passed; 1 failed/],
  ])("ends as its tests do: %s", async (condition, code, text) => {
    const ended = await forge("test", "--root", projectOf(condition));
    expect(ended.output).toMatch(text);
    expect(ended.code).toBe(code);
  });

  it.each([
    [["nonsense"], 2],
    [["script", "nowhere.sol"], 1],
    [["--version"], 0],
  ] as const)("%j ends with %i", async (args, code) => {
    expect((await forge(...args)).code).toBe(code);
  });
});
