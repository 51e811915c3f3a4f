import { numberToHex } from "viem";
import { describe, expect, it } from "vitest";
import { choosePools, type Lending } from "./choose-pools.ts";

const MUCH = 10n ** 14n;

/** Pools by their fees and what they have. */
type Given = readonly (readonly [fee: number, available: bigint])[];

const poolsOf = (...given: Given): Lending[] =>
  given.map(([fee, available], index) => ({ pool: numberToHex(index + 1, { size: 20 }), fee, available }));
const chosen = (...given: Given) => choosePools(poolsOf(...given)).map(({ fee, available }) => [fee, available]);

describe("of the pools that lend", () => {
  it("the cheapest come first, the larger of the same fee before the smaller", () => {
    expect(chosen([500, MUCH], [100, 2n * MUCH], [100, 3n * MUCH], [3_000, MUCH])).toEqual([
      [100, 3n * MUCH],
      [100, 2n * MUCH],
      [500, MUCH],
    ]);
  });

  it("dust hides none, wherever it lies and however much of it there is", () => {
    const dust = [100, 100, 100, 500, 500].map((fee) => [fee, 1n] as const);
    expect(chosen(...dust, [3_000, MUCH], [10_000, MUCH / 50n])).toEqual([
      [3_000, MUCH],
      [10_000, MUCH / 50n],
    ]);
    expect(chosen([100, MUCH / 100n - 1n], [500, MUCH])).toEqual([[500, MUCH]]);
    expect(chosen([100, MUCH / 100n], [500, MUCH])).toHaveLength(2);
  });

  it("the largest is always one, even where three have more than dust", () => {
    const bait = [100, 100, 100].map((fee) => [fee, MUCH / 90n] as const);
    expect(chosen(...bait, [500, MUCH / 2n], [3_000, MUCH])).toEqual([bait[0], bait[1], [3_000, MUCH]]);
  });

  it("none is one where there is nothing to lend", () => {
    expect(chosen()).toEqual([]);
    expect(chosen([100, 0n], [500, 0n])).toEqual([]);
    expect(chosen([100, 0n], [500, 1n])).toEqual([[500, 1n]]);
  });
});
