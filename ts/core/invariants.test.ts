import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./root.ts";

/** Names of all functions of the Solidity tests, and of what several of them inherit. */
const TESTS = new Set(
  readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".sol"))
    .flatMap((file) => [...readFileSync(join(ROOT, "test", file), "utf8").matchAll(/function (\w+)\(/g)])
    .map(([, name]) => name!),
);

/** The numbered sentences below "Invariants" in the NatSpec of an interface. */
function invariantsOf(name: string): readonly string[] {
  const source = readFileSync(join(ROOT, "contracts", "interfaces", `${name}.sol`), "utf8");
  const natSpec = source.slice(source.indexOf("/// Invariants"), source.indexOf("\ninterface "));
  return natSpec.split(/^\/\/\/ (?=\d+\. )/m).slice(1);
}

describe("the invariants on the interfaces", () => {
  const sentences = [...invariantsOf("IFlashLiquidator"), ...invariantsOf("ISeller")];

  it("have one number each, without a gap", () => {
    const numbers = sentences.map((sentence) => Number.parseInt(sentence, 10)).sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(10);
  });

  it.each(sentences)("are held by tests that exist: %s", (sentence) => {
    const named = sentence.match(/\b(?:test|testFuzz|invariant)_\w+/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !TESTS.has(name))).toEqual([]);
  });
});
