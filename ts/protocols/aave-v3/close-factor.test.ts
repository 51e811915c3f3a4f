import { describe, expect, it } from "vitest";
import { USD } from "./account.fixture.ts";
import { type CloseFactorInput, closeFactorOf } from "./close-factor.ts";
import { rulesOf } from "./rules.ts";

const input = (changes: Partial<CloseFactorInput> = {}): CloseFactorInput => ({
  healthFactor: 97n * 10n ** 16n,
  reserveCollateralBase: 10_000n * USD,
  reserveDebtBase: 8_000n * USD,
  totalDebtBase: 8_000n * USD,
  reserveDebt: 8_000_000_001n,
  debtPrice: USD,
  debtUnit: 10n ** 6n,
  ...changes,
});
const at = (revision: number, changes?: Partial<CloseFactorInput>) => closeFactorOf(input(changes), rulesOf(revision)!);

describe("closeFactorOf", () => {
  it("is half of the reserve's debt until v3.2, rounded half up", () => {
    expect(at(1)).toEqual({ closeFactorBps: 5_000n, maxDebt: 4_000_000_001n });
  });

  it("is half of the whole account's debt from v3.3", () => {
    expect(at(7)).toEqual({ closeFactorBps: 5_000n, maxDebt: 4_000_000_000n });
    expect(at(10, { totalDebtBase: 12_000n * USD })).toEqual({ closeFactorBps: 5_000n, maxDebt: 6_000_000_000n });
  });

  it("is the whole reserve when that is no more than half of the account", () => {
    expect(at(10, { totalDebtBase: 16_000n * USD })).toEqual({ closeFactorBps: 10_000n, maxDebt: 8_000_000_001n });
    expect(at(10, { totalDebtBase: 16_000n * USD - 2n }).closeFactorBps).toBe(5_000n);
  });

  it("is everything from a health factor of exactly 0.95 down", () => {
    const edge = 95n * 10n ** 16n;
    for (const revision of [1, 6, 7, 11]) {
      expect(at(revision, { healthFactor: edge }).closeFactorBps, `${revision}`).toBe(10_000n);
      expect(at(revision, { healthFactor: edge + 1n }).closeFactorBps, `${revision}`).toBe(5_000n);
    }
  });

  it("is everything from v3.3 when either side is worth less than 2000 USD", () => {
    const small = 2_000n * USD - 1n;
    expect(at(7, { reserveDebtBase: small, totalDebtBase: small }).closeFactorBps).toBe(10_000n);
    expect(at(7, { reserveCollateralBase: small }).closeFactorBps).toBe(10_000n);
    expect(at(7, { reserveCollateralBase: small + 1n }).closeFactorBps).toBe(5_000n);
    expect(at(6, { reserveCollateralBase: small }).closeFactorBps).toBe(5_000n);
  });
});
