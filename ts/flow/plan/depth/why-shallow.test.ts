import { describe, expect, it } from "vitest";
import type { Reason } from "../../../core/errors/reason.ts";
import type { Offer } from "../../../funding/funding.ts";
import type { Path } from "../../../routing/path.ts";
import { actionOf, offerOf, pathOf, WBTC } from "../choose-plan.fixture.ts";
import type { Ways } from "../ways.ts";
import { whyShallow } from "./why-shallow.ts";

const USD = 100_000_000n;
const LEAST = { minPoolDepthUsd: 50_000n * USD };
const UNPRICED: Reason = { code: "unknown-price", message: "no USD price is known for it" };
const [DIRECT, TWO_HOPS] = [pathOf([1n]), pathOf([1n, 1n])];

const shallow = (path: Path, usd: bigint | null, unknown: Reason | null = null) => ({
  path,
  depth: { least: usd === null ? null : { usd, pool: path.pools[0]!.address }, unknown },
});

interface Searched {
  readonly ways: Ways;
  readonly refusal: Reason | null;
  readonly isPayable: boolean;
}

function waysOf(passed: Ways["shallow"], changes: Partial<Ways> & Partial<Searched> = {}): Searched {
  const { refusal = null, isPayable = true, ...others } = changes;
  const offers: readonly Offer[] = [offerOf("callback")];
  const ways = { action: actionOf(), offers, unasked: [], paths: [], shallow: passed, ...others };
  return { ways, refusal, isPayable };
}
const why = (...searched: Searched[]) => whyShallow(searched, LEAST);

describe("why no route is deep enough", () => {
  it("is the deepest one, with what was found and what is wanted", () => {
    expect(why(waysOf([shallow(TWO_HOPS, 12n * USD), shallow(DIRECT, 1_234_56000000n)]))).toEqual({
      code: "pool-depth",
      message:
        "the deepest route that sells WETH for USDC has a pool with $1,234.56 of what it pays out, less than the least depth of $50,000.00",
      numbers: { depthUsd: 1_234_56000000n, minPoolDepthUsd: 50_000n * USD, pool: DIRECT.pools[0]!.address },
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
    const offers = [offerOf("flash-swap", { venue: "uniswap-v2" })];
    expect(why(waysOf([shallow(TWO_HOPS, 1n)], { offers }))).toBeNull();
    expect(why(waysOf([shallow(TWO_HOPS, 2n), shallow(DIRECT, 1n)], { offers }))!.numbers!.depthUsd).toBe(1n);
    expect(why(waysOf([shallow(DIRECT, 1n)], { offers: [offerOf("flash-swap")] }))).toBeNull();
    const lent = [offerOf("aave", { locks: [DIRECT.pools[0]!.address] })];
    expect(why(waysOf([shallow(DIRECT, 1n)], { offers: lent }))).toBeNull();
  });

  it("where there is no money or no size", () => {
    expect(why(waysOf([shallow(DIRECT, 1n)], { offers: [] }))).toBeNull();
    expect(why(waysOf([shallow(DIRECT, 1n)], { isPayable: false }))).toBeNull();
    expect(why(waysOf([shallow(DIRECT, 1n)], { refusal: UNPRICED }))).toBeNull();
  });
});
