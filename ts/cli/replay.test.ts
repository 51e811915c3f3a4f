import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { documented, resultOf, textOf } from "./e2e.fixture.ts";
import { expectNoTrace, expectSentence, runFliq } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 60_000 });

const OWN = join(import.meta.dirname, "../flow/replay/records.json");
const folder = temporaryFolder("replay");
const fliq = (args: readonly string[], input?: string) =>
  runFliq(args, { cwd: folder, ...(input !== undefined && { input }) });
const write = (name: string, content: unknown) => writeFileSync(join(folder, name), JSON.stringify(content));

const { schema, vectors } = JSON.parse(readFileSync(OWN, "utf8"));
const named = (id: string) => structuredClone(vectors.find((one: { id: string }) => one.id === id));

describe("fliq replay", () => {
  beforeAll(() => {
    const wrong = named("aave-v2.executed");
    wrong.expected.collateralSeized = "4442307692307685203";
    write("wrong.json", {
      schema,
      vectors: [wrong, { ...named("aave-v2.in-kind"), id: "of-maker", protocol: "maker" }],
    });
    write("broken.json", { schema, vectors: [{ ...wrong, reads: [{}] }] });
  });

  it("shows planned against real and ends with 0 when all come out exact", async () => {
    const text = textOf(await fliq(["replay", OWN])).replace(/ {2,}/g, "  ");
    expect(text).toContain(
      [
        "exact  aave-v2.in-kind",
        "  aave-v2 seize, recorded, on ethereum in block 13,370,850, 0xfa4487cf93952a91d6c1ec4d3eeff745a0e39f416bcf71b84203ec7953d60db5",
        "  planned  real  difference",
        "  repaid  0.752044474949707219 WETH  0.752044474949707219 WETH  exact",
        "  seized  2,835.767961 USDC  2,835.767961 USDC  exact",
        "  most by close factor  0.75964088378758305 WETH  0.75964088378758305 WETH  exact",
        "  bonus at its prices  0.037602223732449941 ETH  0.037602223732449941 ETH  exact",
        "  what the liquidator made of it is not in the record",
        "  gas of its transaction: 506,832 = 0.045842110596690144 of the native token",
        "",
      ].join("\n"),
    );
    expect(text).toMatch(/ {2}net profit {2}0\.026752792771568116 WETH {2}0\.026752792771568116 WETH {2}exact\n/);
    expect(text).toMatch(/ {2}planned: refused, nothing would be repaid; real: it reverted\n/);
    expect(text).toMatch(
      new RegExp(`\n${vectors.length} records: ${vectors.length} exact, 0 different, 0 not replayed\\.\n$`),
    );
  });

  it("ends with 1 when anything differs or was not replayed, and says by how much and why not", async () => {
    const { code, stdout, stderr } = await fliq(["replay", "wrong.json"]);
    expect([code, stderr]).toEqual([1, ""]);
    expectNoTrace(stdout);
    expect(stdout).toMatch(/^DIFFERENT {2}aave-v2\.executed\n/);
    expect(stdout).toMatch(
      / seized +4\.4423076923076852 WETH +4\.442307692307685203 WETH +-0\.000000000000000003 WETH\n/,
    );
    expect(stdout).toMatch(/\n {2}of-maker +maker seize +there is no adapter for maker\n/);
    expect(stdout).toMatch(/\n2 records: 0 exact, 1 different, 1 not replayed\.\n$/);
  });

  it("tells programs the same", async () => {
    const result = resultOf(await fliq(["replay", OWN, "--json", "--protocol", "aave-v2"]));
    expect([...Object.keys(result), ...Object.keys(result.records[0])].sort()).toEqual(documented("replay"));
    expect(result).toMatchObject({ exact: 3, different: 0, notReplayed: 0, leftOut: vectors.length - 3 });
    const { code, stdout } = await fliq(["replay", "-", "--json"], readFileSync(join(folder, "wrong.json"), "utf8"));
    const { ok, result: wrong } = JSON.parse(stdout);
    expect([code, ok, wrong.different, wrong.notReplayed]).toEqual([1, true, 1, 1]);
    expect(wrong.records[0].figures[1]).toMatchObject({ planned: "4442307692307685200", isExact: false });
  });

  it.each<[string, readonly string[], number, RegExp]>([
    ["a missing file", ["nope.json"], 1, /cannot read nope\.json \(ENOENT\): it does not exist; check the path/],
    ["a folder", ["."], 1, /cannot use \.: it is a folder/],
    [
      "a record without its parts",
      ["broken.json"],
      1,
      /vectors\[0\]\.reads\[0\]\.fn \(aave-v2\.executed\): is missing/,
    ],
    [
      "no record of a protocol",
      ["wrong.json", "--protocol", "spark"],
      3,
      /has no record of spark; leave --protocol out/,
    ],
  ])("ends with a sentence on %s", async (_, args, code, sentence) => {
    const ended = await fliq(["replay", ...args]);
    expect(ended.code).toBe(code);
    expectSentence(ended, sentence);
  });
});
