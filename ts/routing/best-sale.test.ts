import { describe, expect, it } from "vitest";
import { IS_DEEP } from "../core/is-deep.fixture.ts";
import { caseSeed, randomFrom, runSeed } from "../protocols/differential/random.ts";
import { bestPurchase } from "./best-purchase.ts";
import { bestSale, roughSale, type SaleTerms } from "./best-sale.ts";
import { pairOf, randomPaths, token } from "./pairs.fixture.ts";
import type { Path } from "./path.ts";
import { sellAlong } from "./sell-along.ts";
import { sharesOf } from "./shares-of.ts";

const CASES = IS_DEEP ? 400 : 24;
const TERMS: SaleTerms = { owed: 0.9, repaid: 0.9, worth: 1, bonusShare: 0, costOfPath: 0, mostParts: 4 };

/** What is left of selling so much in these shares, exactly; nothing where it cannot be done. */
function leaves(paths: readonly Path[], amounts: readonly number[], amount: number, { owed }: SaleTerms): number {
  const shares = sharesOf(paths, amounts);
  const sold = sellAlong(shares, BigInt(Math.floor(amount)));
  return sold.ok ? Number(sold.received) - amount * owed : Number.NEGATIVE_INFINITY;
}

/** Every split in tenths of every hundredth of all, and of much less. */
function bruteForce(paths: readonly Path[], most: number, terms: SaleTerms): number {
  let best = Number.NEGATIVE_INFINITY;
  const sizes = Array.from({ length: 40 }, (_, index) => most * 0.8 ** index);
  for (const amount of sizes) {
    for (const amounts of tenths(paths.length, 10)) best = Math.max(best, leaves(paths, amounts, amount, terms));
  }
  return best;
}

function* tenths(parts: number, left: number): Generator<number[]> {
  if (parts === 1) return yield [left];
  for (let part = 0; part <= left; part++) for (const rest of tenths(parts - 1, left - part)) yield [part, ...rest];
}

describe("the best sale", () => {
  it("leaves as much as the best of all splits and sizes, over random pairs, some of them shared", () => {
    let [found, possible] = [0, 0];
    for (let index = 0; index < CASES; index++) {
      const random = randomFrom(caseSeed(runSeed(), index));
      const paths = randomPaths(random);
      const most = Number(random.magnitude(10n ** 18n, 10n ** 26n));
      const best = bestSale(paths, most, TERMS);
      const left = leaves(paths, best.amounts, best.amount, TERMS);
      const brute = bruteForce(paths, most, TERMS);
      expect(best.amount).toBeLessThanOrEqual(most);
      expect(left, `case ${index}: ${left} of ${brute}`).toBeGreaterThan(0.995 * brute);
      // what the search thinks is what it is
      expect(best.value / left).toBeCloseTo(1, 3);
      const rough = roughSale(paths, most, TERMS);
      expect(leaves(paths, rough.amounts, rough.amount, TERMS)).toBeGreaterThan(0.8 * brute);
      [found, possible] = [found + left, possible + brute];
    }
    expect(found).toBeGreaterThan(possible);
  });

  it("is rough along as many paths as are wanted, also where several are as good as each other", () => {
    const paths = [1, 2, 3].map((place): Path => {
      const pools = [pairOf(place, [token(1), token(2)], [10n ** 21n, 10n ** 21n - BigInt(place)])];
      return { tokens: [token(1), token(2)], pools };
    });
    for (const mostParts of [1, 2]) {
      const terms = { ...TERMS, mostParts };
      const { amount, amounts, value } = roughSale(paths, 10e21, terms);
      expect(amounts.filter((part) => part > 0)).toHaveLength(mostParts);
      // what it is said to be worth is what these paths bring
      expect(value / leaves(paths, amounts, amount, terms)).toBeCloseTo(1, 3);
    }
  });

  it("is all of it where the pools hardly notice, and a part where they do", () => {
    const paths = [
      { tokens: [token(1), token(2)], pools: [pairOf(1, [token(1), token(2)], [10n ** 24n, 10n ** 24n])] },
    ];
    expect(bestSale(paths, 1e20, TERMS).amount).toBe(1e20);
    // of a constant product half of what is gained by the price is lost by the size: the price of the last unit is what is owed
    const { amount } = bestSale(paths, 1e25, TERMS);
    const kept = 0.997;
    expect(amount / ((1e24 * ((kept / TERMS.owed) ** 0.5 - 1)) / kept)).toBeCloseTo(1, 1);
  });

  it("does not use a path that costs more than it brings", () => {
    const paths = [5, 6].map((place) => ({
      tokens: [token(1), token(2)],
      pools: [pairOf(place, [token(1), token(2)], [10n ** 24n, 10n ** 24n])],
    }));
    const used = (costOfPath: number) =>
      bestSale(paths, 1e22, { ...TERMS, costOfPath }).amounts.filter((part) => part > 0).length;
    // halved, each pool gives about a hundredth of a tenth more
    expect(used(0)).toBe(2);
    expect(used(1e19)).toBe(2);
    expect(used(1e20)).toBe(1);
  });

  it("leaves the share of the bonus where some amount does", () => {
    const paths = [
      { tokens: [token(1), token(2)], pools: [pairOf(1, [token(1), token(2)], [10n ** 24n, 10n ** 24n])] },
    ];
    for (const bonusShare of [0.5, 0.9]) {
      const { amount } = bestSale(paths, 1e25, { ...TERMS, bonusShare });
      const left = leaves(paths, [1], amount, TERMS);
      expect(left / (amount * 0.1)).toBeGreaterThanOrEqual(bonusShare);
      expect(left / (amount * 0.1)).toBeLessThan(bonusShare + 0.1);
    }
    // the fee alone takes more than that
    expect(bestSale(paths, 1e25, { ...TERMS, bonusShare: 0.999 }).amount).toBeGreaterThan(1e22);
  });
});

describe("the best purchase of one pool", () => {
  it("leaves as much as the best of many sizes", () => {
    for (let index = 0; index < CASES; index++) {
      const random = randomFrom(caseSeed(runSeed(), index));
      const depth = random.magnitude(10n ** 21n, 10n ** 25n);
      const pool = pairOf(1, [token(1), token(2)], [depth, depth]);
      const curve = pool.curve(token(1), token(2));
      const most = Number(random.magnitude(10n ** 18n, 10n ** 26n));
      const left = (sold: number) => Math.min(curve(sold) / TERMS.owed, most) - sold;
      const found = left(bestPurchase(curve, most, TERMS));
      for (let size = 1; size > 1e-5; size *= 0.97) expect(found).toBeGreaterThan(0.9999 * left(most * size));
    }
  });
});
