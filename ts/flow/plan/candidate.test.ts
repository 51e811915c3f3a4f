import { describe, expect, it } from "vitest";
import type { Pair, QuoteResult } from "../../protocols/types.ts";
import {
  FIRST_SIZES_BPS,
  fits,
  type QuotedCandidate,
  saleKey,
  saleRequest,
  sizesOf,
  withinOffer,
} from "./candidates.ts";
import { candidateOf, inputOf, LIMITS, offerOf, pairOf, quoteOf, routeOf, USDC } from "./plan.fixture.ts";
import { plan } from "./plan.ts";
import { refine } from "./refine.ts";

/** A pair that seizes twice what is repaid and refuses what `refuse` says. */
function pairWith(maxRepay: bigint, refuse: (repay: bigint) => boolean = () => false): Pair {
  const quote = (repay: bigint): QuoteResult =>
    refuse(repay)
      ? { ok: false, reason: { code: "must-not-leave-dust", message: `not ${repay}` } }
      : { ok: true, quote: quoteOf(repay < maxRepay ? repay : maxRepay, repay * 2n) };
  return pairOf({ maxRepay, quote });
}

describe("sizes", () => {
  it("are shares of the largest, largest first", () => {
    const { quotes, refusal } = sizesOf(pairWith(20_000n), FIRST_SIZES_BPS);
    expect(quotes.map(({ repaid }) => repaid)).toEqual([20_000n, 15_000n, 10_000n, 6_000n, 3_000n, 1_400n, 600n]);
    expect(refusal).toBeNull();
  });

  it("are each tried once, and never nothing", () => {
    expect(sizesOf(pairWith(3n), FIRST_SIZES_BPS).quotes.map(({ repaid }) => repaid)).toEqual([3n, 2n, 1n]);
    expect(sizesOf(pairWith(0n), FIRST_SIZES_BPS).quotes).toEqual([]);
  });

  it("leave out what the protocol refuses, and say why only when nothing is left", () => {
    const some = sizesOf(
      pairWith(20_000n, (repay) => repay > 5_000n),
      FIRST_SIZES_BPS,
    );
    expect(some.quotes.map(({ repaid }) => repaid)).toEqual([3_000n, 1_400n, 600n]);
    expect(some.refusal).toBeNull();
    const none = sizesOf(
      pairWith(20_000n, () => true),
      FIRST_SIZES_BPS,
    );
    expect(none).toEqual({ quotes: [], refusal: { code: "must-not-leave-dust", message: "not 20000" } });
  });
});

describe("sizes within an offer", () => {
  const pair = pairWith(20_000n);
  const { quotes } = sizesOf(pair, FIRST_SIZES_BPS);
  const repaidWithin = (available: bigint | null, of: Pair = pair) =>
    withinOffer(of, quotes, offerOf("wallet", { available })).map(({ repaid }) => repaid);

  it("are all of them when it can pay for all", () => {
    expect(repaidWithin(null)).toEqual(quotes.map(({ repaid }) => repaid));
    expect(repaidWithin(20_000n)).toEqual(quotes.map(({ repaid }) => repaid));
  });

  it("begin with all that it has", () => {
    expect(repaidWithin(8_421n)).toEqual([8_421n, 6_000n, 3_000n, 1_400n, 600n]);
    expect(repaidWithin(6_000n)).toEqual([6_000n, 3_000n, 1_400n, 600n]);
    expect(repaidWithin(5n)).toEqual([5n]);
    expect(repaidWithin(0n)).toEqual([]);
  });

  it("leave out all that it has when the protocol refuses it", () => {
    expect(
      repaidWithin(
        8_421n,
        pairWith(20_000n, (repay) => repay === 8_421n),
      ),
    ).toEqual([6_000n, 3_000n, 1_400n, 600n]);
  });
});

describe("sizes in kind", () => {
  const dry = pairOf({
    maxRepay: 20_000n,
    quote: (repay, inKind = false): QuoteResult =>
      inKind
        ? { ok: true, quote: quoteOf(repay, repay * 2n) }
        : { ok: false, reason: { code: "insufficient-liquidity", message: "no cash" } },
  });

  it("are asked for as such", () => {
    expect(sizesOf(dry, [10_000n]).quotes).toEqual([]);
    const { quotes } = sizesOf(dry, [10_000n], true);
    expect(quotes.map(({ repaid }) => repaid)).toEqual([20_000n]);
    const offer = offerOf("wallet", { available: 9_000n });
    expect(withinOffer(dry, quotes, offer)).toEqual([]);
    expect(withinOffer(dry, quotes, offer, true).map(({ repaid }) => repaid)).toEqual([9_000n]);
  });
});

describe("what fits", () => {
  const same = pairOf({ collateral: USDC });
  it.each([
    ["a source with enough", candidateOf({ offer: offerOf("aave", { available: 10_000_000000n }) }), true],
    ["a source with a unit too little", candidateOf({ offer: offerOf("aave", { available: 9_999_999999n }) }), false],
    ["a flash swap by one pool", candidateOf({ offer: offerOf("flash-swap") }), true],
    ["a flash swap by two", candidateOf({ offer: offerOf("flash-swap"), route: routeOf([500, 100]) }), false],
    ["two hops with borrowed money", candidateOf({ offer: offerOf("aave"), route: routeOf([500, 100]) }), true],
    ["no route", candidateOf({ route: null }), false],
    ["the same asset without a route", candidateOf({ pair: same, route: null }), true],
    ["the same asset with a route", candidateOf({ pair: same }), false],
    [
      "a flash swap of an asset for itself",
      candidateOf({ pair: same, route: null, offer: offerOf("flash-swap") }),
      false,
    ],
    ["aTokens for the wallet", candidateOf({ keeps: true, route: null, offer: offerOf("wallet") }), true],
    ["aTokens for borrowed money", candidateOf({ keeps: true, route: null, offer: offerOf("aave") }), false],
    ["aTokens sold by a route", candidateOf({ keeps: true, offer: offerOf("wallet") }), false],
  ])("%s: %#", (_, candidate, expected) => {
    expect(fits(candidate)).toBe(expected);
  });
});

describe("what the venue is asked", () => {
  it("is how much a sale of all collateral brings, or what the borrowed debt costs", () => {
    const quote = { ...quoteOf(), funding: 10_000_000007n };
    expect(saleRequest(candidateOf({ quote }))).toMatchObject({ kind: "exact-input", amount: quote.seized });
    const swap = candidateOf({ quote, offer: offerOf("flash-swap") });
    expect(saleRequest(swap)).toMatchObject({ kind: "exact-output", amount: 10_000_000007n });
    expect(saleRequest(candidateOf({ route: null }))).toBeNull();
  });

  it("is asked once for candidates that differ in the source of money only", () => {
    const key = (candidate: ReturnType<typeof candidateOf>) => saleKey(saleRequest(candidate)!);
    expect(key(candidateOf())).toBe(key(candidateOf({ offer: offerOf("aave") })));
    expect(key(candidateOf())).not.toBe(key(candidateOf({ route: routeOf([3000]) })));
    expect(key(candidateOf())).not.toBe(key(candidateOf({ offer: offerOf("flash-swap") })));
  });
});

describe("refinement", () => {
  /** Sells at a price that falls with the size, so that the profit peaks at a repay of 6,000. */
  const pair = pairWith(20_000_000000n);
  const sold = (repaid: bigint) => repaid + (repaid * (12_000_000000n - repaid)) / 24_000_000000n;
  const quoted = sizesOf(pair, FIRST_SIZES_BPS).quotes.map((quote) =>
    candidateOf({ pair, quote, sold: sold(quote.repaid) }),
  );
  const limits = { ...LIMITS, maxSlippageBps: 10_000 };

  it("looks between the neighbours of the best size", () => {
    const first = plan(inputOf(quoted, limits));
    if (!first.ok) throw new Error(first.reason.message);
    expect(first.plan.expected.repaid).toBe(6_000_000000n);
    const around = refine(first, quoted).map(({ quote }) => quote.repaid);
    expect(around).toEqual([4_050_000000n, 5_100_000000n, 6_500_000000n, 7_900_000000n, 8_950_000000n]);
  });

  it("looks up to the largest size when that is best, and down to nothing when the smallest is", () => {
    const only = (repaid: bigint) => [
      candidateOf({ pair, quote: quoteOf(repaid, repaid * 2n), sold: repaid + 100_000000n }),
    ];
    const around = (repaid: bigint, among: readonly QuotedCandidate[] = quoted) =>
      refine({ ok: false, best: bestOf(only(repaid)), reason: { code: "", message: "" } }, among).map(
        ({ quote }) => quote.repaid,
      );
    expect(around(20_000_000000n)).toHaveLength(5);
    expect(around(20_000_000000n).every((repaid) => repaid > 15_000_000000n && repaid < 20_000_000000n)).toBe(true);
    expect(around(600_000000n).every((repaid) => repaid < 1_400_000000n)).toBe(true);
    expect(around(600_000000n, only(600_000000n)).every((repaid) => repaid > 0n && repaid < 600_000000n)).toBe(true);
  });

  function bestOf(candidates: readonly QuotedCandidate[]) {
    const result = plan(inputOf(candidates, { ...limits, minProfitUsd: -(10n ** 20n) }));
    if (!result.ok) throw new Error(result.reason.message);
    return result.plan;
  }
});
