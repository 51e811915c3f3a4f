import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RECORD_SCHEMA, type RecordEntry, recordFile } from "../core/records/record-file.ts";
import { SUITES } from "./registry.ts";
import { runVectors } from "./run.ts";

const OWN = fileURLToPath(new URL("own.json", import.meta.url));
const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Numbers of other systems too, where they lie beside this repository. */
const SHARED = fileURLToPath(new URL("../../../shared/data/vectors.json", import.meta.url));

const load = (path: string) => recordFile.parse(JSON.parse(readFileSync(path, "utf8")));

describe("runVectors", () => {
  const own = load(OWN);

  it("agrees with this project's own numbers", () => {
    const report = runVectors(own);
    expect(report.mismatches).toEqual([]);
    expect(report).toMatchObject({ passed: own.vectors.length, failed: 0, skipped: 0 });
  });

  it("notices a single wrong digit in any field of any vector", () => {
    let changed = 0;
    for (const vector of own.vectors) {
      for (const [name, value] of Object.entries(vector.expected)) {
        const wrong = otherThan(value);
        const report = runVectors({
          ...own,
          vectors: [{ ...vector, expected: { ...vector.expected, [name]: wrong } }],
        });
        expect(report.failed, `${vector.id} ${name} ${wrong}`).toBe(1);
        changed++;
      }
    }
    expect(changed).toBeGreaterThan(100);
  });

  it.skipIf(!existsSync(SHARED))("agrees with every shared number of the protocols it covers", () => {
    const shared = load(SHARED);
    const report = runVectors(shared);
    expect(report.mismatches).toEqual([]);
    const covered = shared.vectors.filter(({ protocol, exact }) => exact && protocol in SUITES);
    expect(report.passed).toBeGreaterThanOrEqual(covered.length);
    expect(report.passed + report.skipped).toBe(shared.vectors.length);
  });

  it("counts what it cannot compute, by protocol and kind", () => {
    const stranger: RecordEntry = { id: "x", protocol: "maker", kind: "bark", exact: true, input: {}, expected: {} };
    const vague: RecordEntry = { ...stranger, protocol: "morpho", kind: "rate-to-apy", exact: false };
    const report = runVectors({ schema: RECORD_SCHEMA, vectors: [stranger, stranger, vague] });
    expect(report).toMatchObject({ passed: 0, failed: 0, skipped: 3 });
    expect([...report.skippedKinds]).toEqual([
      ["maker bark", 2],
      ["morpho rate-to-apy", 1],
    ]);
  });

  it("compares within the tolerance that a vector names", () => {
    const near = (apyDecimal: string): RecordEntry => ({
      id: "x",
      protocol: "morpho",
      kind: "rate-to-apy",
      exact: false,
      tolerance: "relative 1e-10",
      input: { ratePerSecond: "1000000000" },
      expected: { apyDecimal },
    });
    // e^0.031536 - 1
    expect(runVectors({ schema: RECORD_SCHEMA, vectors: [near("0.032038528314")] }).failed).toBe(0);
    expect(runVectors({ schema: RECORD_SCHEMA, vectors: [near("0.032038528324")] }).failed).toBe(1);
  });

  it("fails a vector that lacks a field, asks for nothing, or asks for what is not computed", () => {
    const [sample] = own.vectors.filter(({ kind }) => kind === "repaid-for-seized") as [RecordEntry];
    const { price: _, ...withoutPrice } = sample.input;
    const broken = [
      { ...sample, input: withoutPrice },
      { ...sample, expected: {} },
      { ...sample, expected: { badDebt: "0" } },
    ];
    const { failed, mismatches } = runVectors({ schema: RECORD_SCHEMA, vectors: broken });
    expect(failed).toBe(3);
    expect(mismatches.map(({ message }) => message)).toEqual([
      "input.price is missing: a decimal string is needed",
      "expected names no field, so nothing was checked",
      'badDebt is not computed, expected "0"',
    ]);
  });
});

function otherThan(value: unknown): unknown {
  if (value === null) return "MustNotLeaveDust";
  if (typeof value === "boolean") return !value;
  const text = String(value);
  return `${text.slice(0, -1)}${text.endsWith("7") ? "8" : "7"}`;
}

describe("npm run vectors -- FILE", { timeout: 30_000 }, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(ROOT, ".cache", "vectors-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", MAIN, ...args], {
      cwd: ROOT,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  it("prints one line of counts and exits with 0 when all pass", () => {
    const { status, stdout } = run(OWN);
    expect(stdout).toMatch(/^\d+ passed, 0 failed, 0 skipped\n$/);
    expect(status).toBe(0);
  });

  it("prints each mismatch and exits with 1 when one fails", () => {
    const wrong = load(OWN).vectors.slice(0, 2);
    wrong[0]!.expected.debtRepaid = "1";
    const { status, stdout } = run(file("wrong.json", JSON.stringify({ schema: RECORD_SCHEMA, vectors: wrong })));
    expect(stdout).toContain(`FAIL ${wrong[0]!.id}: debtRepaid is 11000000000, expected "1"`);
    expect(stdout.trim().split("\n").at(-1)).toBe("1 passed, 1 failed, 0 skipped");
    expect(status).toBe(1);
  });

  it.each([
    ["no file", () => [], /no file was named/],
    ["two files", () => [OWN, OWN], /one file is expected/],
    ["a missing file", () => [join(folder, "missing.json")], /cannot read .*missing\.json \(ENOENT\)/],
    ["something else than JSON", () => [file("text.json", "{")], /text\.json is not JSON/],
    ["another schema", () => [file("other.json", '{"schema":"x/1","vectors":[]}')], /does not follow schema/],
  ])("exits with 2 and a sentence for %s", (_, args, sentence) => {
    const { status, stderr } = run(...args());
    expect(stderr).toMatch(sentence);
    expect(status).toBe(2);
  });
});
