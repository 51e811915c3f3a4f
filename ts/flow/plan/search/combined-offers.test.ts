import { type Address, numberToHex } from "viem";
import { describe, expect, it } from "vitest";
import { type Offer, premiumOf } from "../../../funding/funding.ts";
import { lendTogether } from "../../../funding/lend-together.ts";
import { packLoans } from "../../../funding/pack-loans.ts";
import { sourcesIn, sourceText } from "../../../funding/source-text.ts";
import { randomFrom } from "../../../protocols/differential/random.ts";
import { sourceKey } from "../candidate.ts";
import { offerOf } from "../choose-plan.fixture.ts";
import { cheapestTogether, combinedOffers, isLender, MOST_LENDERS } from "./combined-offers.ts";

const placeOf = (index: number): Address => numberToHex(index + 1, { size: 20 });

/** A lender that has so much and charges so many millionths. */
function lender(index: number, available: bigint, rate = 0n, changes: Partial<Offer> = {}): Offer {
  const premium = { rate, scale: 1_000_000n, rounding: "ceil" } as const;
  return offerOf("aave", { lender: placeOf(index), available, premium, gas: 50_000n, ...changes });
}

const lentBy = (offer: Offer | null) =>
  offer?.loans?.map(({ offer, amount }) => [Number(offer.lender), amount]) ?? null;

describe("lenders of one debt", () => {
  it("lend what each has, whoever charges least first, and the last one what is left", () => {
    const some = [lender(0, 500n, 900n), lender(1, 70n), lender(2, 20n, 5n)];
    const offer = lendTogether(some, 100n)!;
    expect(lentBy(offer)).toEqual([
      [2, 70n],
      [3, 20n],
      [1, 10n],
    ]);
    expect(offer).toMatchObject({ funding: "several", available: 590n, gas: 150_000n, sale: "exact-input" });
    expect(packLoans(offer.loans!)).toBe(
      `0x03${[2, 3, 1].map((place, at) => `03${place.toString(16).padStart(40, "0")}${[70, 20, 0][at]!.toString(16).padStart(32, "0")}`).join("")}`,
    );
  });

  it("are as many as are needed, one where one does, none where all have too little", () => {
    const some = [lender(0, 70n), lender(1, 60n, 5n), lender(2, 50n, 9n)];
    expect(lendTogether(some, 70n)).toBe(some[0]);
    expect(lentBy(lendTogether(some, 71n))).toEqual([
      [1, 70n],
      [2, 1n],
    ]);
    expect(lentBy(lendTogether(some, 180n))).toHaveLength(3);
    expect(lendTogether(some, 181n)).toBeNull();
  });

  it("charge each for its own part, rounded as each rounds", () => {
    const some = [lender(0, 7n, 100n), lender(1, 1_000_000n, 500n)];
    expect(premiumOf(lendTogether(some, 9n)!, 9n)).toBe(2n);
    const most = lendTogether(some, 1_000_007n)!;
    expect(premiumOf(most, 1_000_007n)).toBe(501n);
    expect(() => premiumOf(most, 1_000_006n)).toThrow(RangeError);
  });

  it("lock what each of them locks", () => {
    const some = [lender(0, 7n, 0n, { locks: [placeOf(8)] }), lender(1, 7n, 1n, { locks: [placeOf(9)] })];
    expect(lendTogether(some, 8n)!.locks).toEqual([placeOf(8), placeOf(9)]);
  });

  it("are told by all their names, the same in whatever order they lend", () => {
    const some = [lender(0, 7n), lender(1, 7n, 1n, { funding: "morpho" })];
    const [one, other] = [lendTogether(some, 8n)!, lendTogether([some[1]!, lender(0, 7n, 3n)], 8n)!];
    expect([one, other].map(sourceText)).toEqual(["aave+morpho", "morpho+aave"]);
    expect(sourcesIn(sourceText(one))).toEqual(["aave", "morpho"]);
    expect(sourceKey(one)).toBe(sourceKey(other));
    expect(sourceText(some[0]!)).toBe("aave");
  });
});

describe("lenders that are combined", () => {
  it("are none where one alone is cheapest", () => {
    expect(combinedOffers([lender(0, 100n), lender(1, 100n)], 100n, 0.001)).toEqual([]);
    // what is free of charge costs more gas than the premium that it saves
    const some = [lender(0, 99n), lender(1, 100n, 10_000n)];
    expect(combinedOffers(some, 100n, 1)).toEqual([]);
    expect(combinedOffers(some, 100n, 0.00001).map(lentBy)).toEqual([
      [
        [1, 99n],
        [2, 1n],
      ],
    ]);
  });

  it("are those that lock nothing where the cheapest one alone locks what could be sold to", () => {
    const some = [lender(0, 1_000n, 0n, { locks: [placeOf(9)] }), lender(1, 60n, 1n), lender(2, 60n, 2n)];
    expect(combinedOffers(some, 100n, 0).map((offer) => offer.loans!.map((loan) => Number(loan.offer.lender)))).toEqual(
      [[2, 3]],
    );
  });

  it("are also those without each of the best, and those that lock nothing", () => {
    const locking = { locks: [placeOf(9)] };
    const some = [lender(0, 60n, 0n, locking), lender(1, 60n, 1n), lender(2, 60n, 2n), lender(3, 60n, 3n)];
    const found = combinedOffers(some, 100n, 0).map((offer) => offer.loans!.map((loan) => Number(loan.offer.lender)));
    expect(found).toEqual([
      [1, 2],
      [2, 3],
      [1, 3],
    ]);
  });

  it("are the largest where all that may lend together have too little", () => {
    const some = [1n, 9n, 3n, 8n, 7n, 2n].map((has, index) => lender(index, has));
    const [all, ...others] = combinedOffers(some, 100n, 0.001);
    expect(all!.available).toBe(27n);
    expect(all!.loans).toHaveLength(MOST_LENDERS);
    expect(others).toEqual([]);
    expect(combinedOffers([], 100n, 0.001)).toEqual([]);
    expect(combinedOffers([some[0]!], 100n, 0.001)).toEqual([]);
  });

  it("are neither the wallet, nor a callback, nor a swap, nor whoever has nothing", () => {
    const others = [offerOf("wallet", { available: 5n }), offerOf("callback"), offerOf("flash-swap"), lender(1, 0n)];
    expect(others.filter(isLender)).toEqual([]);
    expect(combinedOffers([...others, lender(0, 5n)], 10n, 0)).toEqual([]);
  });

  it("cost the least of all sets of lenders that have enough", () => {
    const random = randomFrom(20261129);
    const below = (most: number) => Number(random.integer(0n, BigInt(most - 1)));
    let [several, none] = [0, 0];
    for (let round = 0; round < 300; round++) {
      const lenders = Array.from({ length: 1 + below(8) }, (_, index) =>
        lender(index, BigInt(1 + below(1_000_000)), BigInt([0, 0, 100, 500, 900][below(5)]!), {
          gas: BigInt(20_000 + below(200_000)),
        }),
      );
      const [amount, perGas] = [BigInt(1 + below(2_000_000)), below(50) / 10_000];
      const costs = setsOf(lenders).flatMap((set) => costOf(lendTogether(set, amount), amount, perGas) ?? []);
      const found = cheapestTogether(lenders, amount, perGas);
      if (found === null) none++;
      if (found?.loans) several++;
      expect(found === null).toBe(costs.length === 0);
      // premiums are rounded up, each by less than a unit
      if (found) expect(costOf(found, amount, perGas)!).toBeLessThanOrEqual(Math.min(...costs) + MOST_LENDERS);
    }
    expect(several).toBeGreaterThan(60);
    expect(none).toBeGreaterThan(20);
  });
});

/** Every set of up to as many lenders as may lend one debt. */
function setsOf(lenders: readonly Offer[]): Offer[][] {
  const all = Array.from({ length: 2 ** lenders.length }, (_, bits) => lenders.filter((_, at) => (bits >> at) & 1));
  return all.filter(({ length }) => length > 0 && length <= MOST_LENDERS);
}

function costOf(offer: Offer | null, amount: bigint, perGas: number): number | null {
  return offer === null ? null : Number(premiumOf(offer, amount)) + Number(offer.gas) * perGas;
}
