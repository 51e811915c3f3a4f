import { describe, expect, it, vi } from "vitest";
import { temporaryFolder } from "../core/temporary-folder.fixture.ts";
import { documented, resultOf, textOf } from "./e2e.fixture.ts";
import { expectSentence, runFliq } from "./process.fixture.ts";

vi.setConfig({ testTimeout: 60_000 });

const folder = temporaryFolder("decode");
const fliq = (args: readonly string[], input?: string) =>
  runFliq(args, { cwd: folder, ...(input !== undefined && { input }) });

const hex = (...words: readonly bigint[]) => words.map((word) => word.toString(16).padStart(64, "0")).join("");
/** A real answer of Aave V2 on Ethereum, block 15746199. */
const REAL = `0x${hex(
  2308911014940193342049n,
  1559919592971554223949n,
  33229007337179182065n,
  8_100n,
  6_900n,
  1198919438237776401n,
)}`;

describe("fliq decode", () => {
  it("shows every digit with its unit, and the integer", async () => {
    const text = textOf(await fliq(["decode", "user-account-data", REAL, "--protocol", "aave-v2"]));
    expect(text.split("\n").map((line) => line.replace(/ {2,}/g, "  "))).toEqual([
      "getUserAccountData(address) of aave-v2 on ethereum",
      "",
      "word  value  raw",
      "totalCollateral  2,308.911014940193342049 ETH  2308911014940193342049",
      "totalDebt  1,559.919592971554223949 ETH  1559919592971554223949",
      "availableBorrows  33.229007337179182065 ETH  33229007337179182065",
      "liquidationThreshold  81 %  8100",
      "ltv  69 %  6900",
      "healthFactor  1.198919438237776401  1198919438237776401",
      "",
      "the health factor is at or above 1: the account cannot be liquidated",
      "",
    ]);
  });

  it("takes it from standard input, and tells programs", async () => {
    const answer = `"0x${hex(0n, 0n, 0n, 0n, 0n, 2n ** 256n - 1n)}"\n`;
    const args = ["decode", "user-account-data", "-", "--protocol", "spark"];
    const result = resultOf(await fliq([...args, "--json"], answer));
    expect(Object.keys(result).sort()).toEqual(documented("decode"));
    const factor = { name: "healthFactor", value: String(2n ** 256n - 1n), symbol: "wad", decimals: 18 };
    expect(result.words.at(-1)).toEqual(factor);
    expect(result.notes).toEqual([{ code: "no-debt", message: "the account owes nothing" }]);
    expect(textOf(await fliq(args, answer))).toMatch(/healthFactor +∞ /);
  });

  it("knows times, shares and words of reverts", async () => {
    const market = `0x${hex(2n, 5n, 1n, 5n, 1_732_800_000n, 10n ** 17n)}`;
    expect(textOf(await fliq(["decode", "market", market]))).toMatch(
      /totalSupplyShares +5 shares [\s\S]*lastUpdate +2024-11-28 13:20:00 UTC [\s\S]*fee +0\.1 /,
    );
    const revert = `0x08c379a0${hex(32n, 2n)}${"3432".padEnd(64, "0")}`;
    expect(textOf(await fliq(["decode", "revert", revert, "--protocol", "aave-v2"]))).toBe(
      "the health factor is at or above 1\n",
    );
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      "several who answer so",
      ["user-account-data", REAL],
      /say with --protocol whose it is: aave-v3, aave-v2, radiant/,
    ],
    [
      "another length",
      ["position", REAL],
      /the answer has 6 words, and position\(bytes32,address\) answers with 3 words/,
    ],
    ["what may be a key", ["position", REAL.slice(0, 66)], /a private key or password must not be on the command line/],
    ["no data", ["position"], /missing required argument 'hex'; see fliq decode --help/],
    ["nothing on standard input", ["position", "-"], /hexadecimal digits, and there is none/],
  ])("ends with 2 and a sentence on %s", async (_, args, sentence) => {
    const ended = await fliq(["decode", ...args], "");
    expect(ended.code).toBe(2);
    expectSentence(ended, sentence);
  });
});
