import { describe, expect, it } from "vitest";
import type { Pool } from "../venues/pool.ts";
import { findPaths } from "./find-paths.ts";
import { pairOf, token } from "./pairs.fixture.ts";

const [A, B, C, D, SHARES] = [token(1), token(2), token(3), token(4), token(5)] as const;
let place = 1;
const pair = (one: typeof A, other: typeof A) => pairOf(place++, [one, other], [10n ** 20n, 10n ** 20n]);
const found = (pools: readonly Pool[], from = A, to = B, between: readonly (typeof A)[] = [A, B, C, D]) =>
  findPaths(pools, from, to, between).map(({ tokens }) => tokens.map((one) => Number(BigInt(one) - 0xa000n)).join(" "));
/** Gives one asset for one share, and never the other way. */
const vault: Pool = {
  ...pair(SHARES, A),
  converts: true,
  canTrade: (from, to) => from === SHARES && to === A,
};

describe("the paths between two tokens", () => {
  it("are direct ones first, then those by way of one other token", () => {
    expect(found([pair(A, C), pair(C, B), pair(A, B), pair(B, A)])).toEqual(["1 2", "1 2", "1 3 2"]);
  });

  it("are one a combination of pools", () => {
    expect(found([pair(A, C), pair(A, C), pair(C, B), pair(C, B)])).toHaveLength(4);
  });

  it("pass no two tokens, and none twice", () => {
    expect(found([pair(A, C), pair(C, D), pair(D, B)])).toEqual([]);
    expect(found([pair(A, C), pair(A, C), pair(A, B)])).toEqual(["1 2"]);
  });

  it("begin with a change of form, which is no trade, and go no other way through it", () => {
    expect(found([vault, pair(A, C), pair(C, B), pair(A, B)], SHARES)).toEqual(["5 1 2", "5 1 3 2"]);
    expect(found([vault, pair(SHARES, B)], A)).toEqual([]);
    expect(found([vault], SHARES, A)).toEqual(["5 1"]);
  });

  it("pass through no token that is not named, but for what a token stands for", () => {
    const pools = [pair(A, C), pair(C, B), pair(A, D), pair(D, B)];
    expect(found(pools, A, B, [D])).toEqual(["1 4 2"]);
    expect(found(pools, A, B, [])).toEqual([]);
    expect(found([vault, ...pools, pair(A, B)], SHARES, B, [])).toEqual(["5 1 2"]);
  });

  it("are none where nobody trades one of them", () => {
    expect(found([pair(A, C)])).toEqual([]);
    expect(found([])).toEqual([]);
  });
});
