import { describe, expect, it } from "vitest";
import type { Reason } from "../../../core/errors/reason.ts";
import { pathOf, USDC, WBTC, WETH } from "../choose-plan.fixture.ts";
import { depthOf, judgeDepth, type TokenValue } from "./path-depth.ts";

const USD = 100_000_000n;
const DEPTH_UNREAD: Reason = { code: "depth-unread", message: "depth-unread" };
const valued = (priceUsd: bigint | null | undefined, decimals: number, unread: Reason | null = null): TokenValue => ({
  priceUsd,
  decimals,
  unread,
});
type Values = ReadonlyMap<string, TokenValue>;
const VALUES: Values = new Map([
  [WBTC.address, valued(60_000n * USD, 8)],
  [USDC.address, valued(USD, 6)],
]);
const changed = (...changes: [string, TokenValue][]): Values => new Map([...VALUES, ...changes]);
const without = (...tokens: string[]): Values => new Map([...VALUES].filter(([token]) => !tokens.includes(token)));

/** WETH -> WBTC -> USDC, or WETH -> USDC */
function verdict(least: bigint, holdings: readonly bigint[], values: Values = VALUES) {
  return judgeDepth(depthOf(pathOf(holdings), values), least);
}

describe("the depth of a path", () => {
  it.each([
    ["the first hop", [1_00000000n, 70_000_000000n], 60_000n * USD, 0],
    ["the last hop", [1_00000000n, 50_000_000001n], 50_000_00000100n, 1],
    ["either, if they are equal", [1_00000000n, 60_000_000000n], 60_000n * USD, 0],
    ["an empty pool", [1_00000000n, 0n], 0n, 1],
  ])("is that of its smallest hop: %s", (_, holdings, usd, hop) => {
    const path = pathOf(holdings);
    expect(depthOf(path, VALUES)).toEqual({ least: { usd, pool: path.pools[hop]!.address }, unknown: null });
  });

  it("is what comes out, not what goes in", () => {
    const path = pathOf([7_000000n]);
    const values = changed([WETH.address, valued(1n, 18)]);
    expect(depthOf(path, values).least).toEqual({ usd: 7n * USD, pool: path.pools[0]!.address });
  });

  it("is rounded down", () => {
    expect(depthOf(pathOf([3n]), changed([USDC.address, valued(USD, 9)])).least!.usd).toBe(0n);
  });

  it("knows a price by the address in any case", () => {
    const { tokens, pools } = pathOf([1n, 1n]);
    const upper = tokens.map((token) => token.toUpperCase().replace("0X", "0x") as typeof token);
    expect(depthOf({ pools, tokens: upper }, VALUES).unknown).toBeNull();
  });
});

describe("a path is deep enough", () => {
  const holdings = [2_00000000n, 100_000_000000n] as const;

  it("with exactly the least that is wanted, and not with the smallest part of a cent less", () => {
    expect(verdict(100_000n * USD, holdings)).toBe("deep");
    expect(verdict(100_000n * USD + 1n, holdings)).toBe("shallow");
    expect(verdict(100_000n * USD, [holdings[0], 99_999_999999n])).toBe("shallow");
  });

  it.each([0, 1])("not for the other hop being so: hop %i is small", (small) => {
    expect(
      verdict(
        USD,
        [0, 1].map((hop) => (hop === small ? 1n : holdings[hop]!)),
      ),
    ).toBe("shallow");
  });

  it.each<[what: string, Values]>([
    ["the price of what comes out", without(USDC.address)],
    ["the price between", without(WBTC.address)],
    ["any price", new Map()],
    ["a price that there is none of", changed([USDC.address, valued(undefined, 6)])],
  ])("not where nobody knows %s", (_, values) => {
    expect(verdict(1n, holdings, values)).toBe("shallow");
  });

  it("not where it has no pool at all", () => {
    expect(judgeDepth(depthOf({ tokens: [USDC.address], pools: [] }, VALUES), 1n)).toBe("shallow");
  });

  it.each<[what: string, Values]>([
    ["a price", changed([WBTC.address, valued(null, 8)])],
    ["what a unit is", changed([USDC.address, valued(USD, 0, DEPTH_UNREAD)])],
    ["a price, beside an unknown one", new Map([[WBTC.address, valued(null, 8)]])],
    ["a price, before an unknown one", new Map([[USDC.address, valued(null, 6)]])],
  ])("is not known where %s could not be read", (_, values) => {
    expect(verdict(1n, holdings, values)).toBe("unasked");
  });

  it.each([null, undefined])("not where a hop that is known is too small, beside one whose price is %s", (price) => {
    expect(verdict(100n * USD, [1n, 99_999999n], changed([WBTC.address, valued(price, 8)]))).toBe("shallow");
    expect(verdict(100n * USD, [1n, 10n ** 12n], changed([USDC.address, valued(price, 6)]))).toBe("shallow");
  });
});
