import { describe, expect, it } from "vitest";
import { min } from "../../../core/math/math.ts";
import type { Offer } from "../../../funding/funding.ts";
import type { PlannableAction, QuoteResult } from "../../../protocols/action.ts";
import type { Path } from "../../../routing/path.ts";
import type { QuotedCandidate } from "../candidate.ts";
import { actionOf, GAS_PRICE, inputOf, LIMITS, offerOf, pathOf, plan, quoteOf, USDC } from "../choose-plan.fixture.ts";
import type { PlanLimits } from "../plan-limits.ts";
import type { QuoteOf } from "./accepted-sizes.ts";
import { searchWays } from "./search-ways.ts";

const DEEP = pathOf([2_500_000_000000n]);
const SHALLOW = [pathOf([2_500_000_000000n]), pathOf([41_66666666n, 2_500_000_000000n])] as const;
const OWN = { minBonusShareBps: 1, minProfitUsd: 0n };

/** Seizes 5 % more than is repaid at 2,500 USD, and refuses what `refuse` says. */
const quotes =
  (refuse: (repay: bigint) => boolean = () => false): QuoteOf =>
  ({ pays: { most } }, repay): QuoteResult => {
    const repaid = min(repay, most);
    if (refuse(repaid)) return { ok: false, reason: { code: "must-not-leave-dust", message: `not ${repaid}` } };
    return { ok: true, quote: quoteOf(repaid, (repaid * 105n * 10n ** 18n) / 100n / 2_500_000000n) };
  };

interface Case {
  readonly action?: PlannableAction;
  readonly offers?: readonly Offer[];
  readonly paths?: readonly Path[];
  readonly quoteOf?: QuoteOf;
  readonly limits?: Partial<PlanLimits>;
  readonly repay?: bigint;
}

function search({ action = actionOf(), limits, repay, ...one }: Case): readonly QuotedCandidate[] {
  const { offers = [offerOf("callback")], paths = [DEEP], quoteOf: says = quotes() } = one;
  const [found] = searchWays([{ action, offers, paths, unasked: [], shallow: [] }], says, {
    limits: { ...LIMITS, ...OWN, ...limits },
    gasPrice: GAS_PRICE,
    ...(repay !== undefined && { repay }),
  });
  return found!.candidates;
}

function best(one: Case) {
  const result = plan(inputOf(search(one), { ...OWN, ...one.limits }));
  if (!result.ok) throw new Error(result.reason.message);
  return result.plan;
}

const whale = actionOf({ most: 20_000_000_000000n });
const splitsOf = (one: Pick<QuotedCandidate, "route">) => one.route!.splits.map(({ hops }) => hops.length);

describe("the size", () => {
  it("is everything where that sells well", () => {
    expect(best({}).expected.repaid).toBe(25_000_000000n);
  });

  it("lies inside where the pools cannot swallow everything, and no other earns more", () => {
    const { expected } = best({ action: whale, paths: SHALLOW });
    expect(expected.repaid).toBeGreaterThan(0n);
    expect(expected.repaid).toBeLessThan(whale.pays.most / 4n);
    for (let part = 1n; part <= 100n; part++) {
      const repay = (whale.pays.most * part) / 1_000n;
      const other = plan(inputOf(search({ action: whale, paths: SHALLOW, repay }), OWN));
      if (other.ok) expect(other.plan.expected.netUsd).toBeLessThanOrEqual(expected.netUsd + expected.netUsd / 1_000n);
    }
  });

  it("leaves as much of the bonus as the contract wants", () => {
    for (const minBonusShareBps of [2_000, 5_000, 9_000]) {
      const { expected } = best({ action: whale, paths: SHALLOW, limits: { minBonusShareBps } });
      expect(expected.repaid).toBeGreaterThan(0n);
      const bonus = (expected.seized * 2_500_000000n) / 10n ** 18n - expected.repaid;
      expect(expected.profit * 10_000n).toBeGreaterThanOrEqual(bonus * BigInt(minBonusShareBps));
    }
  });

  it("is smaller for whoever asks a premium, where the share of the bonus bounds it", () => {
    const limits = { minBonusShareBps: 5_000 };
    const premium = { rate: 9n, scale: 10_000n, rounding: "ceil" } as const;
    const offers = [offerOf("morpho", { available: 10n ** 20n }), offerOf("aave", { available: 10n ** 20n, premium })];
    const found = search({ action: whale, paths: SHALLOW, offers, limits });
    const by = (funding: string) => found.filter(({ offer }) => offer.funding === funding);
    const [free, dear] = ["morpho", "aave"].map((funding) => plan(inputOf(by(funding), { ...OWN, ...limits })));
    if (!free!.ok || !dear!.ok) throw new Error("no plan");
    const [without, alone] = [
      free!.plan.expected,
      best({ action: whale, paths: SHALLOW, offers: [offers[1]!], limits }).expected,
    ];
    expect(dear!.plan.expected.repaid).toBeLessThan(without.repaid);
    expect(dear!.plan.expected.netUsd * 1_000n).toBeGreaterThanOrEqual(alone.netUsd * 999n);
  });

  it("is on the better side of what would leave dust", () => {
    // all, or what leaves at least a fifth
    const most = 25_000_000000n;
    const noDust = quotes((repay) => repay < most && repay > (most * 4n) / 5n);
    expect(best({ quoteOf: noDust }).expected.repaid).toBe(most);
    const short = [offerOf("callback", { available: most - 1n })];
    expect(best({ quoteOf: noDust, offers: short }).expected.repaid).toBe((most * 4n) / 5n);
  });

  it("is bounded by the cash of the reserve, to the unit", () => {
    const cash = 14_560_123456n;
    expect(best({ quoteOf: quotes((repay) => repay > cash) }).expected.repaid).toBe(cash);
  });

  it("is what the user says, of every source and route", () => {
    const repay = 1_234_567891n;
    const offers = [offerOf("callback"), offerOf("aave"), offerOf("wallet", { available: repay - 1n })];
    const found = search({ offers, paths: SHALLOW, repay });
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ quote }) => quote.repaid === repay)).toBe(true);
    expect(new Set(found.map(({ offer }) => offer.funding))).toEqual(new Set(["callback", "aave"]));
  });

  it("is none, with the protocol's reason, where it accepts none", () => {
    const ways = { action: actionOf(), offers: [offerOf("callback")], paths: [DEEP], unasked: [], shallow: [] };
    const options = { limits: LIMITS, gasPrice: GAS_PRICE };
    const [found] = searchWays(
      [ways],
      quotes(() => true),
      options,
    );
    expect(found).toMatchObject({ candidates: [], refusal: { code: "must-not-leave-dust" } });
  });
});

describe("the source of money", () => {
  it("is the one that has more where that earns more, however dear it is", () => {
    const poor = offerOf("spark", { available: 5_000_000000n });
    const { candidate, expected } = best({ offers: [poor, offerOf("aave")] });
    expect(candidate.offer.funding).toBe("aave");
    expect(expected.repaid).toBe(25_000_000000n);
    expect(best({ offers: [poor] }).expected.repaid).toBe(5_000_000000n);
    expect(best({ offers: [offerOf("spark"), offerOf("aave")] }).candidate.offer.funding).toBe("spark");
  });

  it("has none of the pools that it locks in its route", () => {
    const [locked, other] = [SHALLOW[0], SHALLOW[1]];
    const lender = offerOf("aave", { locks: [locked.pools[0]!.address] });
    const found = search({ offers: [lender], paths: SHALLOW });
    expect(found.length).toBeGreaterThan(0);
    for (const { route } of found) {
      for (const { hops } of route!.splits)
        expect(hops.map(({ pool }) => pool)).toEqual(other.pools.map(({ address }) => address));
    }
    expect(search({ offers: [lender], paths: [locked] })).toEqual([]);
  });

  it("that is a pool sells nothing else, and is found by its venue", () => {
    const swap = offerOf("flash-swap", { venue: "uniswap-v2" });
    const found = search({ offers: [swap], paths: SHALLOW });
    expect(found.length).toBeGreaterThan(0);
    for (const one of found) expect(splitsOf(one)).toEqual([1]);
    expect(search({ offers: [offerOf("flash-swap")], paths: SHALLOW })).toEqual([]);
    const { expected } = best({ action: whale, offers: [swap], paths: SHALLOW });
    expect(expected.repaid).toBeLessThan(whale.pays.most);
    expect(expected.collateralGain).toBeGreaterThan(0n);
  });

  it("is not paid by a sale where what is received is kept, or is the debt itself", () => {
    const kept = actionOf({ keptAs: "aTokens" });
    const same = actionOf({ collateral: USDC });
    for (const action of [kept, same]) {
      const offers = [offerOf("wallet", { available: 7_000_000000n }), offerOf("flash-swap", { venue: "uniswap-v2" })];
      const found = search({ action, offers, paths: [] });
      expect(found).toMatchObject([{ route: null, sale: null, quote: { repaid: 7_000_000000n } }]);
    }
  });
});

describe("the sale", () => {
  it("is in parts where that brings more than it costs, and along one path where not", () => {
    const large = actionOf({ most: 400_000_000000n });
    expect(splitsOf(best({ action: large, paths: SHALLOW }).candidate).length).toBe(2);
    expect(splitsOf(best({ action: actionOf({ most: 1_000_000000n }), paths: SHALLOW }).candidate)).toHaveLength(1);
    const single = best({ action: large, paths: SHALLOW, limits: { route: "single" } });
    expect(splitsOf(single.candidate)).toHaveLength(1);
    expect(single.expected.netUsd).toBeLessThan(best({ action: large, paths: SHALLOW }).expected.netUsd);
  });

  it("has ways along one path to fall back on", () => {
    const found = search({ action: actionOf({ most: 400_000_000000n }), paths: SHALLOW });
    expect(found.map((one) => splitsOf(one).length).sort()).toEqual([1, 1, 2]);
  });

  it("is the same whenever it is searched, and changes nothing", () => {
    const one = { action: whale, paths: SHALLOW, offers: [offerOf("aave"), offerOf("callback")] };
    expect(JSON.stringify(search(one), bigintText)).toBe(JSON.stringify(search(one), bigintText));
  });
});

const bigintText = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);

describe("actions that compete for a close look", () => {
  it("are those that can be sold: what must be sold and by nobody can be promises nothing", () => {
    const nowhere = ["a", "b", "c"].map((id) => ({ action: { ...whale, id }, paths: [] }));
    const all = [...nowhere, { action: whale, paths: SHALLOW }];
    const options = { limits: { ...LIMITS, ...OWN }, gasPrice: GAS_PRICE };
    const found = searchWays(
      all.map((one) => ({ ...one, offers: [offerOf("callback")], unasked: [], shallow: [] })),
      quotes(),
      options,
    );
    expect(found.at(-1)!.candidates).toEqual(search({ action: whale, paths: SHALLOW }));
    expect(found.slice(0, -1).flatMap(({ candidates }) => candidates)).toEqual([]);
  });
});
