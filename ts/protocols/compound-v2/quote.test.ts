import { decodeAbiParameters, getAddress, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import type { LoanAction } from "../action.ts";
import { holding, market, OPTIONS, REFERENCE, read, TARGET, token } from "./account.fixture.ts";
import { assess } from "./assess.ts";
import { quote } from "./quote.ts";
import type { CompoundMarket, CompoundPosition } from "./state.ts";

const [ETHER, DOLLAR] = [token(0), token(1)];
const MARKET = market([ETHER, DOLLAR]);
const NOW = { timestamp: 1_700_000_000n, horizonSeconds: 0n };
const ALL = 2n ** 255n;

function actionOf(state: CompoundMarket, position: CompoundPosition, id: string): LoanAction {
  const { actions } = assess(TARGET, read(state), read(position), OPTIONS);
  return actions.find((action) => action.id === id) as LoanAction;
}

function quoted(
  state: CompoundMarket = MARKET,
  { position = REFERENCE, id = "liquidate/0/1", size = ALL, at = NOW } = {},
) {
  return quote(state, position, actionOf(state, position, id), size, at);
}

describe("a quote of Compound V2", () => {
  it("is what the contracts move", () => {
    const result = quoted();
    // 11,000 dollars and 8 % in ether at 2,600, by cTokens of 0.02 ether
    const seized = (11_880n * WAD) / 2_600n;
    expect(result).toMatchObject({ ok: true, quote: { repaid: 11_000_000_000n, amount: 11_000_000_000n } });
    if (!result.ok) return;
    expect(seized - result.quote.seized).toBeLessThan(2n * 10n ** 8n);
    expect(result.quote.protocolFee).toBe(0n);
    const words = ["address", "address", "address", "bool"].map((type) => ({ type }));
    const { cToken: dollars } = DOLLAR;
    const { cToken: ether } = ETHER;
    expect(decodeAbiParameters(words, result.quote.data)).toEqual([
      getAddress(dollars.address),
      getAddress(ether.address),
      getAddress(ether.address),
      false,
    ]);
  });

  it("keeps cTokens, of two that are no ether", () => {
    const state = market([token(0, { isNative: false }), DOLLAR]);
    const result = quoted(state, { id: "liquidate/0/1/in-kind" });
    if (!result.ok) throw new Error(result.reason.code);
    expect(result.quote.seized).toBe(22_846_153_846n);
    const words = ["address", "address", "address", "bool"].map((type) => ({ type }));
    expect(decodeAbiParameters(words, result.quote.data).slice(2)).toEqual([zeroAddress, true]);
  });

  it("leaves the reserves and the treasury their shares", () => {
    const state = market([token(0, { seizeShare: (28n * WAD) / 1_000n }), DOLLAR], { redeemFee: WAD / 1_000n });
    const whole = quoted();
    const sold = quoted(state);
    const kept = quoted(state, { id: "liquidate/0/1/in-kind" });
    if (!whole.ok || !sold.ok || !kept.ok) throw new Error("refused");
    const left = (whole.quote.seized * 972n * 999n) / 1_000_000n;
    expect(Number(sold.quote.seized) / Number(left)).toBeCloseTo(1, 9);
    expect(kept.quote.protocolFee).toBe((22_846_153_846n * 28n) / 1_000n);
  });

  it("is clipped by what the account has", () => {
    const position = { holdings: [holding(0, 10n * 10n ** 8n, 0n), holding(1, 0n, 22_000n * 10n ** 6n)], dollars: 0n };
    const result = quoted(MARKET, { position });
    if (!result.ok) throw new Error(result.reason.code);
    // 0.2 ether are 520 dollars
    expect(result.quote.repaid).toBe(481_481_481n);
    const one = { repaid: result.quote.repaid + 1n };
    expect((one.repaid * 108n) / 100n).toBeGreaterThan(519_999_999n);
  });

  it("says that the market has no cash, and that cTokens can be kept all the same", () => {
    const state = market([token(0, { cash: 10n ** 18n, totalBorrows: 11_000_000n * WAD - 10n ** 18n }), DOLLAR]);
    expect(quoted(state)).toMatchObject({ ok: false, reason: { code: "insufficient-liquidity" } });
    expect(quoted(state, { id: "liquidate/0/1/in-kind" }).ok).toBe(true);
    const paused = market([token(0, { paused: { ...ETHER.paused, redeem: true } }), DOLLAR]);
    expect(quoted(paused)).toMatchObject({ ok: false, reason: { code: "redeem-paused" } });
  });

  it("brings at the end of the horizon no less than it says", () => {
    const action = actionOf(MARKET, REFERENCE, "liquidate/0/1");
    const within = quote(MARKET, REFERENCE, action, ALL, { ...NOW, horizonSeconds: 100n });
    if (!within.ok) throw new Error(within.reason.code);
    for (const blocks of [0n, 1n, 150n, 300n]) {
      const at = { ...MARKET, block: MARKET.block + blocks };
      const then = quote(at, REFERENCE, action, within.quote.amount, NOW);
      if (!then.ok) throw new Error(then.reason.code);
      expect(then.quote.repaid).toBe(within.quote.repaid);
      expect(then.quote.seized >= within.quote.seized).toBe(true);
    }
  });

  it("takes nothing for so little that nothing is seized", () => {
    const position = { holdings: [holding(0, 10n ** 10n, 0n), holding(1, 0n, 22_000n * 10n ** 6n)], dollars: 0n };
    const dear = market([token(0, { price: 10n ** 30n }), DOLLAR]);
    const { status } = assess(TARGET, read(dear), read(position), OPTIONS);
    expect(status.kind).toBe("healthy");
    expect(quoted(MARKET, { size: 0n })).toMatchObject({ ok: false, reason: { code: "amount-too-small" } });
  });
});
