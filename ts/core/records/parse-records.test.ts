import { describe, expect, it } from "vitest";
import { ConfigError } from "../errors/errors.ts";
import { parseRecords } from "./parse-records.ts";

const ENTRY = { id: "one", protocol: "aave-v2", kind: "seize", exact: true, input: {}, expected: {} };
const fileOf = (...vectors: unknown[]) => JSON.stringify({ schema: "liquidation-vectors/1", about: "…", vectors });
const messageOf = (text: string) => {
  try {
    parseRecords(text, "file.json");
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  throw new Error("it was taken");
};

describe("parseRecords", () => {
  it("takes what the format has and leaves out what is for readers", () => {
    const read = { fn: "getAssetPrice", to: "0x00", args: ["0x01"], out: ["5"] };
    const { vectors } = parseRecords(fileOf({ ...ENTRY, reads: [{ ...read, depth: "3" }], note: "…" }), "file.json");
    expect(vectors).toEqual([{ ...ENTRY, reads: [read] }]);
  });

  it("keeps nothing that a terminal would obey", () => {
    const { vectors } = parseRecords(
      fileOf({ ...ENTRY, id: "a\u001b[2Jb\u2028c", input: { debt: "W\u202eETH" } }),
      "file.json",
    );
    expect(vectors[0]).toMatchObject({ id: "a [2Jb c", input: { debt: "W ETH" } });
    expect(messageOf(fileOf({ ...ENTRY, expected: { "\u001b[2J": "5" } }))).not.toContain("\u001b");
  });

  it.each<[string, string]>([
    ["{", "file.json is not JSON: "],
    ["[]", "file.json does not follow schema liquidation-vectors/1: the file: expected object, received array"],
    ['{"schema":"other/1","vectors":[]}', 'schema: expected "liquidation-vectors/1"'],
    ['{"schema":"liquidation-vectors/1"}', "vectors: is missing, where array is needed"],
    [fileOf(ENTRY, { ...ENTRY, id: "two", kind: 7 }), "vectors[1].kind (two): expected string, received number"],
    [fileOf({ ...ENTRY, id: undefined }), "vectors[0].id: is missing, where string is needed"],
    [fileOf({ ...ENTRY, ref: { chainId: "one" } }), "vectors[0].ref.chainId (one): must be a decimal string"],
    [
      fileOf({ ...ENTRY, reads: [{ fn: "f", to: "0x00", args: [], out: [5] }] }),
      "vectors[0].reads[0].out[0] (one): expected string, received number",
    ],
    [fileOf({ ...ENTRY, exact: "yes", kind: "" }), ", and 1 more"],
  ])("says what is wrong with %s", (text, sentence) => {
    expect(messageOf(text)).toContain(sentence);
  });
});
