import { describe, expect, it } from "vitest";
import { FieldError } from "./fields.ts";
import { agreed, lastAnswer, readsOf, sumOfArgument } from "./reads.ts";

const ORACLE = "0xA50ba011c48153De246E5192C8f9258A2ba79Ca9";
const read = (fn: string, args: string[], out: string[], to = ORACLE.toLowerCase()) => ({ fn, to, args, out });
const READS = [
  read("getAssetPrice", ["0xaa"], ["1"]),
  read("getAssetPrice", ["0xbb"], ["2"]),
  read("getAssetPrice", ["0xAA"], ["3", "4"]),
  read("burn", ["0xaa", "10"], [], "0x01"),
  read("burn", ["0xaa", "20"], [], "0x02"),
];

describe("reads of a recorded call", () => {
  it("are found by what was called, with what, in any case", () => {
    expect(lastAnswer(READS, "getAssetPrice", { to: ORACLE, args: ["0xaa"] })).toBe(3n);
    expect(lastAnswer(READS, "getAssetPrice", { args: ["0xaa"] }, 1)).toBe(4n);
    expect(lastAnswer(READS, "getAssetPrice")).toBe(3n);
    expect(sumOfArgument(READS, "burn", { args: ["0xAA"] }, 1)).toBe(30n);
    expect(sumOfArgument(READS, "burn", { to: "0x02" }, 1)).toBe(20n);
  });

  it("are none where what is looked for is not known", () => {
    expect(readsOf(READS, "getAssetPrice", { args: [undefined] })).toEqual([]);
    expect(readsOf(READS, "getAssetPrice", { to: undefined })).toEqual([]);
    expect(lastAnswer(READS, "latestAnswer")).toBeNull();
    expect(lastAnswer(READS, "getAssetPrice", { args: ["0xbb"] }, 1)).toBeNull();
    expect(sumOfArgument(READS, "mint", {}, 0)).toBeNull();
  });

  it("are refused where they are no numbers", () => {
    const odd = [read("burn", ["0xaa"], ["0x10"])];
    expect(() => lastAnswer(odd, "burn")).toThrow(FieldError);
    expect(() => sumOfArgument(odd, "burn", {}, 7)).toThrow('burn has "" where a decimal string is needed');
  });

  it("must agree with what the record says", () => {
    expect(agreed("price", 5n, null)).toBe(5n);
    expect(agreed("price", 5n, 5n)).toBe(5n);
    expect(() => agreed("price", 5n, 6n)).toThrow("input.price is 5, and the call read 6");
  });
});
