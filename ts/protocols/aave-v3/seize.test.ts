import { describe, expect, it } from "vitest";
import { RAY } from "../../core/math/math.ts";
import { randomFrom } from "../differential/random.ts";
import { USD } from "./account.fixture.ts";
import { KNOWN_REVISIONS, rulesOf } from "./rules.ts";
import { feeTaken, leastForAll, type SeizeInput, seizeAmounts, splitFee } from "./seize.ts";

const input = (changes: Partial<SeizeInput> = {}): SeizeInput => ({
  debtToCover: 11_000n * 10n ** 6n,
  debtPrice: USD,
  debtUnit: 10n ** 6n,
  collateralBalance: 10n * 10n ** 18n,
  collateralPrice: 2_600n * USD,
  collateralUnit: 10n ** 18n,
  bonusBps: 10_500n,
  protocolFeeBps: 1_000n,
  ...changes,
});

describe("seizeAmounts", () => {
  it("pays 11000 USD of debt with 4.44 ETH, of which the protocol keeps a tenth of the bonus", () => {
    const { gross, protocolFee, toLiquidator, repaid, limitedByCollateral } = seizeAmounts(input(), rulesOf(10)!);
    expect([gross, protocolFee, toLiquidator]).toEqual([
      4_442_307_692_307_692_307n,
      21_153_846_153_846_154n,
      4_421_153_846_153_846_153n,
    ]);
    expect([repaid, limitedByCollateral]).toEqual([11_000n * 10n ** 6n, false]);
  });

  it("takes all collateral and less debt when the collateral is worth less, rounding that debt up from v3.5", () => {
    const poor = input({
      collateralBalance: 1_000_000_000_000_000_001n,
      debtUnit: 10n ** 18n,
      debtToCover: 10n ** 22n,
    });
    // 2600.000000000000002600 / 1.05 = 2476.190476190476192952.38
    const debts = [8, 9].map((revision) => seizeAmounts(poor, rulesOf(revision)!));
    expect(debts.map(({ repaid }) => repaid)).toEqual([2_476_190_476_190_476_192_952n, 2_476_190_476_190_476_192_953n]);
    expect(debts.map(({ gross, limitedByCollateral }) => [gross, limitedByCollateral])).toEqual([
      [poor.collateralBalance, true],
      [poor.collateralBalance, true],
    ]);
  });

  it("never asks for more debt than was offered, and never gives more collateral than there is", () => {
    for (const revision of KNOWN_REVISIONS) {
      const rules = rulesOf(revision)!;
      for (let debtToCover = 1n; debtToCover < 400n; debtToCover += 7n) {
        for (const collateralBalance of [1n, 3n, 100n, 1_000n]) {
          const small = input({ debtToCover, collateralBalance, collateralPrice: 3n * USD, collateralUnit: 10n ** 6n });
          const amounts = seizeAmounts(small, rules);
          expect(amounts.repaid <= debtToCover && amounts.gross <= collateralBalance, `${revision}`).toBe(true);
          expect(amounts.toLiquidator + amounts.protocolFee).toBe(amounts.gross);
        }
      }
    }
  });
});

describe("splitFee", () => {
  it("rounds the three steps of v3.7 against the liquidator", () => {
    // bonus part of 3: 3 - 2.86; a whole unit from v3.7, none before
    expect(splitFee(3n, 10_500n, 10_000n, rulesOf(10)!)).toEqual({ protocolFee: 0n, toLiquidator: 3n });
    expect(splitFee(3n, 10_500n, 10_000n, rulesOf(11)!)).toEqual({ protocolFee: 1n, toLiquidator: 2n });
  });
});

describe("feeTaken", () => {
  const rules = rulesOf(10)!;
  const amounts = (toLiquidator: bigint, protocolFee: bigint) =>
    ({ repaid: 1n, gross: toLiquidator + protocolFee, protocolFee, toLiquidator, limitedByCollateral: true }) as const;

  it("is the fee while the borrower's scaled balance covers both parts", () => {
    expect(feeTaken(amounts(90n, 10n), 100n, RAY, rules)).toBe(10n);
  });

  it("is what is left when both parts round up in scaled units", () => {
    // 7 scaled at 1.5 is 10. 8 for the liquidator takes 6 scaled, so one is left, worth 1, where 2 were due.
    expect(feeTaken(amounts(8n, 2n), 7n, (3n * RAY) / 2n, rules)).toBe(1n);
  });
});

describe("leastForAll", () => {
  it("is the least debt that takes the whole balance, under the rules of every revision", () => {
    const random = randomFrom(11);
    for (let drawn = 0; drawn < 500; drawn += 1) {
      const rules = rulesOf(random.pick(KNOWN_REVISIONS))!;
      const input = {
        debtPrice: random.magnitude(1n, 10n ** 13n),
        debtUnit: 10n ** random.integer(0n, 18n),
        collateralBalance: random.magnitude(1n, 10n ** 24n),
        collateralPrice: random.magnitude(1n, 10n ** 13n),
        collateralUnit: 10n ** random.integer(0n, 18n),
        bonusBps: random.integer(10_000n, 12_000n),
        protocolFeeBps: 1_000n,
      };
      const least = leastForAll({ ...input, debtToCover: 0n }, rules);
      const grossAt = (debtToCover: bigint) => seizeAmounts({ ...input, debtToCover }, rules).gross;
      expect(grossAt(least)).toBe(input.collateralBalance);
      expect(grossAt(least - 1n)).toBeLessThan(input.collateralBalance);
    }
  });
});
