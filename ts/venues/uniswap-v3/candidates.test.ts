import { describe, expect, it } from "vitest";
import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { candidateRoutes } from "./candidates.ts";

const A = "0x00000000000000000000000000000000000000aA";
const B = "0x00000000000000000000000000000000000000bB";
const C = "0x00000000000000000000000000000000000000cC";
const D = "0x00000000000000000000000000000000000000dd";

const book: ChainBook = {
  chainId: 1,
  name: "test",
  wrappedNative: A,
  routeTokens: [A, C, D],
  addresses: { "uniswap-v3": { factory: D, poolInitCodeHash: `0x${"00".repeat(32)}`, feeTiers: [500, 3000] } },
  liquidators: {},
};

describe("candidateRoutes", () => {
  it("has every fee tier directly and every pair of tiers through every other route token", () => {
    const routes = candidateRoutes(book, A, B).map(({ tokens, fees }) => [tokens.slice(1, -1), fees]);
    expect(routes).toEqual([
      [[], [500]],
      [[], [3000]],
      [[C], [500, 500]],
      [[C], [500, 3000]],
      [[C], [3000, 500]],
      [[C], [3000, 3000]],
      [[D], [500, 500]],
      [[D], [500, 3000]],
      [[D], [3000, 500]],
      [[D], [3000, 3000]],
    ]);
  });

  it("knows a token by any spelling of its address", () => {
    const lower = A.toLowerCase() as typeof A;
    expect(candidateRoutes(book, lower, B).every(({ tokens }) => tokens[1] !== A)).toBe(true);
    expect(candidateRoutes(book, A, lower)).toEqual([]);
  });

  it("has nothing without a Uniswap V3", () => {
    expect(candidateRoutes(UNISWAP_V3_ADDRESSES.with(book, null), A, B)).toEqual([]);
  });
});
