import { describe, expect, it } from "vitest";
import type { Reason } from "../../core/errors/reason.ts";
import type { Offer } from "../../funding/funding.ts";
import type { Route } from "../../venues/venue.ts";
import { actionOf, offerOf, quoteOf, routeOf, WBTC } from "./choose-plan.fixture.ts";
import type { Ways } from "./ways.ts";
import { whyShallow } from "./why-shallow.ts";

const USD = 100_000_000n;
const LEAST = { minPoolDepthUsd: 50_000n * USD };
const UNPRICED: Reason = { code: "unknown-price", message: "no USD price is known for it" };
const [DIRECT, TWO_HOPS] = [routeOf([500]), routeOf([3000, 500])];

const shallow = (route: Route, usd: bigint | null, unknown: Reason | null = null) => ({
  route,
  depth: { least: usd === null ? null : { usd, pool: route.pools[0]! }, unknown },
});

function waysOf(passed: Ways["shallow"], changes: Partial<Ways> = {}): Ways {
  const first = { quotes: [quoteOf()], refusal: null };
  const none = { quotes: [], refusal: null };
  const offers: readonly Offer[] = [offerOf("callback")];
  return { action: actionOf(), offers, unasked: [], routes: [], shallow: passed, first, small: none, ...changes };
}
const why = (...ways: Ways[]) => whyShallow(ways, LEAST, null);

describe("why no route is deep enough", () => {
  it("is the deepest one, with what was found and what is wanted", () => {
    expect(why(waysOf([shallow(TWO_HOPS, 12n * USD), shallow(DIRECT, 1_234_56000000n)]))).toEqual({
      code: "pool-depth",
      message:
        "the deepest route that sells WETH for USDC has a pool with $1,234.56 of what it pays out, less than the least depth of $50,000.00",
      numbers: { depthUsd: 1_234_56000000n, minPoolDepthUsd: 50_000n * USD, pool: DIRECT.pools[0] },
    });
  });

  it("is the deepest one of all pairs, by its name", () => {
    const other = waysOf([shallow(TWO_HOPS, 13n * USD)], { action: actionOf({ collateral: WBTC }) });
    for (const ways of [
      [waysOf([shallow(DIRECT, 12n * USD)]), other],
      [other, waysOf([shallow(DIRECT, 12n * USD)])],
    ])
      expect(why(...ways)!.message).toContain("sells WBTC for USDC has a pool with $13.00");
  });

  it("has every digit where cents do not tell the two apart", () => {
    expect(why(waysOf([shallow(DIRECT, 50_000n * USD - 1n)]))!.message).toContain(
      "with $49999.99999999 of what it pays out, less than the least depth of $50000",
    );
  });

  it("is what is not known where nothing is", () => {
    expect(why(waysOf([shallow(DIRECT, null, UNPRICED), shallow(TWO_HOPS, 60_000n * USD, UNPRICED)]))).toEqual({
      code: "pool-depth",
      message: "of no route that sells WETH for USDC is the depth known: no USD price is known for it",
      numbers: { minPoolDepthUsd: 50_000n * USD },
    });
  });

  it("is both where some are known: a deep hop beside an unknown one is not the deepest route", () => {
    const ways = waysOf([shallow(TWO_HOPS, 60_000n * USD, UNPRICED), shallow(DIRECT, 12n * USD)]);
    expect(why(ways)!.message).toMatch(
      /has a pool with \$12\.00 .* of \$50,000\.00; the depth of 1 more is not known: no USD price is known for it$/,
    );
  });
});

describe("that no route is deep enough is no reason", () => {
  it("where none was passed over", () => {
    expect(why(waysOf([]))).toBeNull();
    expect(why()).toBeNull();
  });

  it("where the source of money could not be paid by such a route", () => {
    const offers = [offerOf("flash-swap")];
    expect(why(waysOf([shallow(TWO_HOPS, 1n)], { offers }))).toBeNull();
    expect(why(waysOf([shallow(TWO_HOPS, 2n), shallow(DIRECT, 1n)], { offers }))!.numbers!.depthUsd).toBe(1n);
  });

  it("where there is no money or no size", () => {
    expect(why(waysOf([shallow(DIRECT, 1n)], { offers: [] }))).toBeNull();
    expect(why(waysOf([shallow(DIRECT, 1n)], { offers: [offerOf("aave", { available: 1n })] }))).toBeNull();
    expect(why(waysOf([shallow(DIRECT, 1n)], { first: { quotes: [], refusal: null } }))).toBeNull();
  });
});
