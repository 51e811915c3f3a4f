import { describe, expect, it } from "vitest";
import type { PoolHolding } from "../../venues/venue.ts";
import { routeOf, USDC, WBTC, WETH } from "./choose-plan.fixture.ts";
import { depthOf, judgeDepth } from "./route-depth.ts";

const USD = 100_000_000n;
const ONE_HOP = routeOf([500]);
/** WETH -> WBTC -> USDC */
const TWO_HOPS = routeOf([3000, 500]);
const PRICES = new Map<string, bigint | null>([
  [WBTC.address, 60_000n * USD],
  [USDC.address, USD],
]);
const usdc = (amount: bigint): PoolHolding => ({ ok: true, amount, decimals: 6 });
const wbtc = (amount: bigint): PoolHolding => ({ ok: true, amount, decimals: 8 });
const failed = (code: string): PoolHolding => ({ ok: false, reason: { code, message: code } });

function verdict(
  least: bigint,
  holdings: readonly PoolHolding[],
  { route = TWO_HOPS, prices = PRICES }: { route?: typeof ONE_HOP; prices?: typeof PRICES } = {},
) {
  return judgeDepth(depthOf(route, holdings, prices), least);
}

describe("the depth of a route", () => {
  it.each([
    ["the first hop", [wbtc(1_00000000n), usdc(70_000_000000n)], 60_000n * USD, 0],
    ["the last hop", [wbtc(1_00000000n), usdc(50_000_000001n)], 50_000_00000100n, 1],
    ["either, if they are equal", [wbtc(1_00000000n), usdc(60_000_000000n)], 60_000n * USD, 0],
    ["an empty pool", [wbtc(1_00000000n), usdc(0n)], 0n, 1],
  ])("is that of its smallest hop: %s", (_, holdings, usd, hop) => {
    expect(depthOf(TWO_HOPS, holdings, PRICES)).toEqual({ least: { usd, pool: TWO_HOPS.pools[hop] }, unknown: null });
  });

  it("is what comes out, not what goes in", () => {
    const prices = new Map([...PRICES, [WETH.address, 1n]]);
    expect(depthOf(ONE_HOP, [usdc(7_000000n)], prices).least).toEqual({ usd: 7n * USD, pool: ONE_HOP.pools[0] });
  });

  it("is rounded down", () => {
    const grain: PoolHolding = { ok: true, amount: 3n, decimals: 9 };
    expect(depthOf(ONE_HOP, [grain], PRICES).least!.usd).toBe(0n);
  });

  it("knows a price by the address in any case", () => {
    const tokens = TWO_HOPS.tokens.map((token) => token.toUpperCase().replace("0X", "0x") as typeof token);
    expect(depthOf({ ...TWO_HOPS, tokens }, [wbtc(1n), usdc(1n)], PRICES).unknown).toBeNull();
  });
});

describe("a route is deep enough", () => {
  const holdings = [wbtc(2_00000000n), usdc(100_000_000000n)];

  it("with exactly the least that is wanted, and not with the smallest part of a cent less", () => {
    expect(verdict(100_000n * USD, holdings)).toBe("deep");
    expect(verdict(100_000n * USD + 1n, holdings)).toBe("shallow");
    expect(verdict(100_000n * USD, [holdings[0]!, usdc(99_999_999999n)])).toBe("shallow");
  });

  it.each([0, 1])("not for the other hop being so: hop %i is small", (small) => {
    const one = [wbtc(1n), usdc(1n)];
    expect(
      verdict(
        USD,
        [0, 1].map((hop) => (hop === small ? one : holdings)[hop]!),
      ),
    ).toBe("shallow");
  });

  it.each<[what: string, readonly PoolHolding[], prices: typeof PRICES]>([
    ["the price of what comes out", holdings, new Map([[WBTC.address, 60_000n * USD]])],
    ["the price between", holdings, new Map([[USDC.address, USD]])],
    ["any price", holdings, new Map()],
    ["what one pool holds", [failed("unknown-depth"), holdings[1]!], PRICES],
    ["what the last pool holds", [holdings[0]!], PRICES],
    ["anything", [], PRICES],
  ])("not where nobody knows %s", (_, found, prices) => {
    expect(verdict(1n, found, { prices })).toBe("shallow");
  });

  it("not where it has no pool at all", () => {
    expect(verdict(1n, [], { route: { ...ONE_HOP, tokens: [USDC.address], pools: [] } })).toBe("shallow");
  });

  it.each<[what: string, readonly PoolHolding[], prices: typeof PRICES]>([
    ["a price", holdings, new Map([...PRICES, [WBTC.address, null]])],
    ["a balance", [holdings[0]!, failed("depth-unread")], PRICES],
    ["a balance, beside an unknown one", [failed("unknown-depth"), failed("depth-unread")], PRICES],
    ["a balance, before an unknown one", [failed("depth-unread"), failed("unknown-depth")], PRICES],
  ])("is not known where %s could not be read", (_, found, prices) => {
    expect(verdict(1n, found, { prices })).toBe("unasked");
  });

  it.each(["depth-unread", "unknown-depth"])("not where a hop that is known is too small, beside %s", (code) => {
    expect(verdict(100n * USD, [failed(code), usdc(99_999999n)])).toBe("shallow");
    expect(verdict(100n * USD, [wbtc(1n), failed(code)])).toBe("shallow");
  });
});
