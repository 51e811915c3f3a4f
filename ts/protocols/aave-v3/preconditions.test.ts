import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import { failedPrecondition, type Preconditions } from "./preconditions.ts";
import { rulesOf } from "./rules.ts";

const WELL: Preconditions = {
  liquidatorIsBorrower: false,
  active: true,
  paused: false,
  sentinelAllows: true,
  collateralGraceUntil: 0n,
  debtGraceUntil: 0n,
  now: 1_000n,
  healthFactor: 97n * 10n ** 16n,
  collateralEnabled: true,
  reserveThresholdBps: 8_000n,
  reserveDebt: 1n,
};
const ask = (changes: Partial<Preconditions>, revision = 10) =>
  failedPrecondition({ ...WELL, ...changes }, rulesOf(revision)!);

/** All that can be wrong, in the order in which the contract looks. */
const WRONGS: [name: string, change: Partial<Preconditions>][] = [
  ["SelfLiquidation", { liquidatorIsBorrower: true }],
  ["ReserveInactive", { active: false }],
  ["ReservePaused", { paused: true }],
  ["PriceOracleSentinelCheckFailed", { sentinelAllows: false }],
  ["LiquidationGraceSentinelCheckFailed", { debtGraceUntil: 1_000n }],
  ["HealthFactorNotBelowThreshold", { healthFactor: WAD }],
  ["CollateralCannotBeLiquidated", { collateralEnabled: false }],
  ["SpecifiedCurrencyNotBorrowedByUser", { reserveDebt: 0n }],
];

describe("failedPrecondition", () => {
  it("passes an account that has nothing wrong", () => {
    for (let revision = 1; revision <= 11; revision++) expect(ask({}, revision)).toBeNull();
  });

  it.each(WRONGS)("says %s", (name, change) => {
    expect(ask(change)).toBe(name);
  });

  it("says the first thing that is wrong", () => {
    for (const [place, [name]] of WRONGS.entries()) {
      const rest = Object.assign({}, ...WRONGS.slice(place).map(([, change]) => change)) as Partial<Preconditions>;
      expect(ask(rest)).toBe(name);
    }
  });

  it("lets a grace period end after its last second", () => {
    expect(ask({ collateralGraceUntil: 1_000n })).toBe("LiquidationGraceSentinelCheckFailed");
    expect(ask({ collateralGraceUntil: 999n })).toBeNull();
    expect(ask({ collateralGraceUntil: 1_000n }, 3)).toBeNull();
  });

  it("asks the sentinel from 0.95 up only, and no more in v3.7", () => {
    expect(ask({ sentinelAllows: false, healthFactor: 95n * 10n ** 16n })).toBe("PriceOracleSentinelCheckFailed");
    expect(ask({ sentinelAllows: false, healthFactor: 95n * 10n ** 16n - 1n })).toBeNull();
    expect(ask({ sentinelAllows: false }, 11)).toBeNull();
  });

  it("knows what earlier revisions did not refuse", () => {
    expect(ask({ liquidatorIsBorrower: true }, 7)).toBeNull();
    expect(ask({ reserveThresholdBps: 0n }, 9)).toBe("CollateralCannotBeLiquidated");
    expect(ask({ reserveThresholdBps: 0n }, 10)).toBeNull();
  });
});
