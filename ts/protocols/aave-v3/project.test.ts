import { describe, expect, it } from "vitest";
import { RAY, rayMulHalfUp } from "../../core/math/math.ts";
import { linearInterest } from "../aave/interest.ts";
import { stateOf } from "./account.fixture.ts";
import { compoundedInterest, projectReserve } from "./project.ts";
import { KNOWN_REVISIONS, rulesOf } from "./rules.ts";

const YEAR = 365n * 86_400n;
const PERCENT = RAY / 100n;

describe("interest", () => {
  it("is linear for suppliers", () => {
    expect(linearInterest(5n * PERCENT, YEAR)).toBe(RAY + 5n * PERCENT);
    expect(linearInterest(5n * PERCENT, 0n)).toBe(RAY);
  });

  it("comes near e^rate for borrowers, by either series, and is one after no time", () => {
    // Three terms: 1 + 0.05 + 0.00125 + 0.0000208333. The older series loses most of the last one to rounding.
    for (const revision of KNOWN_REVISIONS) {
      const factor = compoundedInterest(5n * PERCENT, YEAR, rulesOf(revision)!);
      expect(Number(factor) / 1e27, `${revision}`).toBeCloseTo(1.0512708333, 4);
      expect(compoundedInterest(5n * PERCENT, 0n, rulesOf(revision)!)).toBe(RAY);
      expect(compoundedInterest(5n * PERCENT, 1n, rulesOf(revision)!)).toBeGreaterThan(RAY);
    }
  });
});

describe("projectReserve", () => {
  const reserve = { ...stateOf({ collateral: {}, debt: {} }).market.reserves[0]!, liquidityRate: 3n * PERCENT };

  it("changes nothing without time, and no index without a rate", () => {
    expect(projectReserve(reserve, 0n, rulesOf(10)!)).toBe(reserve);
    const later = projectReserve({ ...reserve, liquidityRate: 0n }, 1_000n, rulesOf(10)!);
    expect(later).toEqual({ ...reserve, liquidityRate: 0n });
  });

  it("never falls short of what the contract finds when it compounds in one step, nor by much above", () => {
    for (const revision of [1, 7, 8, 11]) {
      const rules = rulesOf(revision)!;
      for (let sample = 1n; sample < 300n; sample++) {
        const rate = sample * sample * sample * 10n ** 20n + sample;
        const stored = RAY + sample * 7_777_777_777_777n;
        const elapsed = (sample * 9_973n) % 400_000n;
        const seconds = (sample * 31n) % 600n;
        const now = rayMulHalfUp(compoundedInterest(rate, elapsed, rules), stored);
        const real = rayMulHalfUp(compoundedInterest(rate, elapsed + seconds, rules), stored);
        const at = { ...reserve, variableBorrowIndex: now, variableBorrowRate: rate };
        const projected = projectReserve(at, seconds, rules).variableBorrowIndex;
        expect(projected >= real, `${revision} ${sample}`).toBe(true);
        expect(projected - real < real / 10n ** 9n, `${revision} ${sample}`).toBe(true);
      }
    }
  });
});
