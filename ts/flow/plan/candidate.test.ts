import { describe, expect, it } from "vitest";
import { min } from "../../core/math/math.ts";
import type { PlannableAction, QuoteResult } from "../../protocols/action.ts";
import { fits, type QuotedCandidate, saleKey, saleRequest } from "./candidate.ts";
import {
  actionOf,
  candidateOf,
  inputOf,
  LIMITS,
  offerOf,
  plan,
  quoteOf,
  routeOf,
  USDC,
} from "./choose-plan.fixture.ts";
import { evaluate } from "./evaluate.ts";
import { closerRound } from "./next-round.ts";
import { FIRST_SIZES_BPS, type QuoteOf, sizesOf, withinOffer } from "./sizes.ts";

/** A protocol that seizes twice what is repaid and refuses what `refuse` says. */
function quotesOf(refuse: (repay: bigint) => boolean = () => false): QuoteOf {
  return ({ pays: { most } }, repay): QuoteResult =>
    refuse(repay)
      ? { ok: false, reason: { code: "must-not-leave-dust", message: `not ${repay}` } }
      : { ok: true, quote: quoteOf(min(repay, most), repay * 2n) };
}

const actionWith = (most: bigint): PlannableAction => actionOf({ most });
const firstSizes = (most: bigint, refuse?: (repay: bigint) => boolean) =>
  sizesOf(actionWith(most), FIRST_SIZES_BPS, quotesOf(refuse));

describe("sizes", () => {
  it("are shares of the largest, largest first", () => {
    const { quotes, refusal } = firstSizes(20_000n);
    expect(quotes.map(({ repaid }) => repaid)).toEqual([20_000n, 15_000n, 10_000n, 6_000n, 3_000n, 1_400n, 600n]);
    expect(refusal).toBeNull();
  });

  it("are each tried once, and never nothing", () => {
    expect(firstSizes(3n).quotes.map(({ repaid }) => repaid)).toEqual([3n, 2n, 1n]);
    expect(firstSizes(0n).quotes).toEqual([]);
  });

  it("leave out what the protocol refuses, and say why only when nothing is left", () => {
    const some = firstSizes(20_000n, (repay) => repay > 5_000n);
    expect(some.quotes.map(({ repaid }) => repaid)).toEqual([3_000n, 1_400n, 600n]);
    expect(some.refusal).toBeNull();
    const none = firstSizes(20_000n, () => true);
    expect(none).toEqual({ quotes: [], refusal: { code: "must-not-leave-dust", message: "not 20000" } });
  });
});

describe("sizes within an offer", () => {
  const { quotes } = firstSizes(20_000n);
  const repaidWithin = (available: bigint | null, quoteOf = quotesOf()) =>
    withinOffer(actionWith(20_000n), quotes, { available }, quoteOf).map(({ repaid }) => repaid);

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
        quotesOf((repay) => repay === 8_421n),
      ),
    ).toEqual([6_000n, 3_000n, 1_400n, 600n]);
  });
});

describe("what fits", () => {
  const same = actionOf({ collateral: USDC });
  const kept = actionOf({ keptAs: "aTokens" });
  const lent = offerOf("aave", { locks: [routeOf().pools[0]!] });
  it.each([
    ["a source with enough", candidateOf({ offer: offerOf("aave", { available: 10_000_000000n }) }), true],
    ["a source with a unit too little", candidateOf({ offer: offerOf("aave", { available: 9_999_999999n }) }), false],
    ["a flash swap by one pool", candidateOf({ offer: offerOf("flash-swap") }), true],
    ["a flash swap by two", candidateOf({ offer: offerOf("flash-swap"), route: routeOf([500, 100]) }), false],
    ["two hops with borrowed money", candidateOf({ offer: offerOf("aave"), route: routeOf([500, 100]) }), true],
    ["no route", candidateOf({ route: null }), false],
    ["the same asset without a route", candidateOf({ action: same, route: null }), true],
    ["the same asset with a route", candidateOf({ action: same }), false],
    [
      "a flash swap of an asset for itself",
      candidateOf({ action: same, route: null, offer: offerOf("flash-swap") }),
      false,
    ],
    ["aTokens for the wallet", candidateOf({ action: kept, route: null, offer: offerOf("wallet") }), true],
    ["aTokens for a swap", candidateOf({ action: kept, route: null, offer: offerOf("flash-swap") }), false],
    ["a pool that lends sold to", candidateOf({ offer: lent }), false],
    ["a pool that lends, another sold to", candidateOf({ offer: lent, route: routeOf([3000]) }), true],
    ["aTokens sold by a route", candidateOf({ action: kept, offer: offerOf("wallet") }), false],
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
  const action = actionWith(20_000_000000n);
  const sold = (repaid: bigint) => repaid + (repaid * (12_000_000000n - repaid)) / 24_000_000000n;
  const candidates = sizesOf(action, FIRST_SIZES_BPS, quotesOf()).quotes.map((quote) =>
    candidateOf({ action, quote, sold: sold(quote.repaid) }),
  );
  const limits = { ...LIMITS, maxSlippageBps: 10_000 };
  const judge = (some: readonly QuotedCandidate[]) => some.map((one) => evaluate(one, inputOf([], limits)));

  it("looks between the neighbours of the best size", () => {
    const first = plan(inputOf(candidates, limits));
    if (!first.ok) throw new Error(first.reason.message);
    expect(first.plan.expected.repaid).toBe(6_000_000000n);
    const around = closerRound(first, judge(candidates), quotesOf()).map(({ quote }) => quote.repaid);
    // fifteen between 3,000 and 10,000
    expect(around).toHaveLength(15);
    expect([around[0], around[7], around[14]]).toEqual([3_437_500000n, 6_500_000000n, 9_562_500000n]);
  });

  it("tells two actions with the same tokens apart", () => {
    const twin = { ...action, id: "liquidate/twin" };
    const dearer = candidates.map((one) => ({
      ...one,
      action: twin,
      sale: { ok: true, amount: one.quote.repaid, gas: 0n },
    }));
    const all = [...dearer, ...candidates] as QuotedCandidate[];
    const result = plan(inputOf(all, limits));
    if (!result.ok) throw new Error(result.reason.message);
    expect(result.plan.candidate.action.id).toBe(action.id);
    expect(result.alternatives.map(({ candidate }) => candidate.action.id)).toEqual(["liquidate/twin"]);
    const around = closerRound(result, judge(all), quotesOf());
    expect(around.filter((one) => one.action.id === action.id)).toHaveLength(15);
  });

  it("looks up to the largest size when that is best, and down to nothing when the smallest is", () => {
    const only = (repaid: bigint) => [
      candidateOf({ action, quote: quoteOf(repaid, repaid * 2n), sold: repaid + 100_000000n }),
    ];
    const around = (repaid: bigint, among: readonly QuotedCandidate[] = candidates) =>
      closerRound(
        { ok: false, best: bestOf(only(repaid)), reason: { code: "", message: "" } },
        judge(among),
        quotesOf(),
      ).map(({ quote }) => quote.repaid);
    expect(around(20_000_000000n)).toHaveLength(15);
    expect(around(20_000_000000n).every((repaid) => repaid > 15_000_000000n && repaid < 20_000_000000n)).toBe(true);
    expect(around(600_000000n).every((repaid) => repaid < 1_400_000000n)).toBe(true);
    expect(around(600_000000n, only(600_000000n)).every((repaid) => repaid > 0n && repaid < 600_000000n)).toBe(true);
  });

  function bestOf(some: readonly QuotedCandidate[]) {
    const result = plan(inputOf(some, { ...limits, minProfitUsd: -(10n ** 20n) }));
    if (!result.ok) throw new Error(result.reason.message);
    return result.plan;
  }
});
