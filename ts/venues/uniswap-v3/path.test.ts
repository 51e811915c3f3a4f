import { describe, expect, it } from "vitest";
import { encodePath, uniswapV3Route } from "./path.ts";

const A = "0x00000000000000000000000000000000000000aA";
const B = "0x00000000000000000000000000000000000000bB";
const C = "0x00000000000000000000000000000000000000cC";

describe("encodePath", () => {
  it("packs token, fee, token in the direction of the trade", () => {
    expect(encodePath([A, B, C], [500, 10_000]).toLowerCase()).toBe(
      `0x${"aa".padStart(40, "0")}0001f4${"bb".padStart(40, "0")}002710${"cc".padStart(40, "0")}`,
    );
  });

  it.each([
    [[A, B], []],
    [[A], []],
    [[A, B, C], [500]],
    [
      [A, B],
      [500, 500],
    ],
  ] as const)("refuses %o with fees %o", (tokens, fees) => {
    expect(() => encodePath(tokens, fees)).toThrow(RangeError);
  });

  it("refuses a fee that does not fit", () => {
    expect(() => encodePath([A, B], [2 ** 24])).toThrow();
  });

  it("keeps tokens and fees beside the packed path", () => {
    expect(uniswapV3Route([A, B], [3000])).toEqual({
      venue: "uniswap-v3",
      tokens: [A, B],
      fees: [3000],
      path: encodePath([A, B], [3000]),
      pools: [],
    });
  });
});
