import type { Address } from "viem";
import { describe, expect, it } from "vitest";
import { checkCurve } from "../testing/check-curve.fixture.ts";
import { invariantOf } from "./math.ts";
import { type CurveState, curvePool } from "./pool.ts";

const [DOLLAR, EARNING]: Address[] = [
  "0x57Ab1ec28D129707052df4dF418D58a2D46d5f51",
  "0x9D39A5DE30e57443BfF2A8307A4256c8797A3497",
];

/** A pool of Ethereum before block 24628607, and what somebody was paid there in that block. */
const STATE: CurveState = {
  address: "0x4b5E827F4C0a1042272a11857a355dA1F4Ceebae",
  name: "dollar and one that earns",
  tokens: [DOLLAR!, EARNING!],
  ether: -1,
  wide: false,
  amplification: { ann: 160_000n, precision: 100n },
  fee: 1_000_000n,
  offPeg: 50_000_000_000n,
  adminFee: 5_000_000_000n,
  balances: [5_144_429_977_072_234_974_083_935n, 105_420_418_090_395_818_490_553n],
  rates: [10n ** 18n, 1_223_206_282_016_248_973n],
};
const AMOUNT = 0xd5597f8a27dc8620cn;
const PAID = 0x8ae4b6c4513b3fcc9n;

describe("a pool whose fee moves", () => {
  const sold = (state: Partial<CurveState>, tokenIn = DOLLAR!, tokenOut = EARNING!) => {
    const trade = curvePool({ ...STATE, ...state }).sell(tokenIn, tokenOut, AMOUNT);
    if (!trade.ok) throw new Error(trade.reason.message);
    return trade.received;
  };

  it("pays what it has paid", () => {
    expect(sold({})).toBe(PAID);
  });

  it("charges more of what takes it further out of balance, and no less than the fee", () => {
    const still = sold({ offPeg: 10n ** 10n });
    expect(sold({})).toBeLessThan(still);
    expect(sold({ offPeg: 0n })).toBe(still);
    const even = { balances: [10n ** 24n, 10n ** 24n], rates: [10n ** 18n, 10n ** 18n] };
    const apart = sold({ ...even, offPeg: 10n ** 10n }) - sold(even);
    expect(apart).toBeLessThan(sold({ ...even, offPeg: 10n ** 10n }) / 10n ** 8n);
  });

  it.each([
    [DOLLAR!, EARNING!],
    [EARNING!, DOLLAR!],
  ])("has a fast curve that is near it, never falls and is concave: %s", (tokenIn, tokenOut) => {
    checkCurve(curvePool(STATE), tokenIn, tokenOut, 10n ** 24n, 1e-3);
  });
});

describe("a pool that is all but empty of one coin, whose invariant comes to no end", () => {
  const balances = [10n ** 18n + 1n, 2n];

  it("refuses to trade, but for the oldest, which take what they have", () => {
    const even = { balances, rates: [10n ** 18n, 10n ** 18n] };
    expect(curvePool({ ...STATE, ...even }).sell(DOLLAR!, EARNING!, 10n ** 6n)).toMatchObject({
      ok: false,
      reason: { code: "pool-dry" },
    });
    expect(invariantOf(balances, { ann: 160_000n, precision: 100n })).toBeNull();
    expect(invariantOf(balances, { ann: 1_600n, precision: 1n })).toBeGreaterThan(0n);
  });
});
