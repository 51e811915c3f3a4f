import pc from "picocolors";
import { describe, expect, it } from "vitest";
import type { Token } from "../../core/tokens/token.ts";
import type { Inspection } from "../../flow/inspect.ts";
import { actionOf, inputOf, quoteOf, USDC } from "../../flow/plan/choose-plan.fixture.ts";
import type { PositionLine } from "../../protocols/assessment.ts";
import { inspectionText } from "./inspection-text.ts";
import { inspectionJson } from "./plain.ts";

/** Another token that calls itself as the first does, with other decimals. */
const OTHER: Token = { address: "0x00000000000000000000000000000000000000cc", symbol: "USDC", decimals: 18 };

function lineOf(token: Token): PositionLine {
  const amounts = { supplied: 10n ** BigInt(token.decimals), borrowed: 0n };
  const none = { priceUsd: null, liquidationThresholdBps: 0n, bonusBps: 0n, liquidationPriceUsd: null };
  return { token, ...amounts, ...none, usedAsCollateral: true };
}

const inspection: Inspection = {
  assessment: { ...inputOf([]).assessment, positions: [lineOf(USDC), lineOf(OTHER)], actions: [actionOf()] },
  actions: [
    {
      action: actionOf({ collateral: OTHER, debt: USDC, most: 2_000000n }),
      most: { ok: true, quote: { ...quoteOf(2_000000n, 3n * 10n ** 18n), protocolFee: 10n ** 17n } },
    },
    {
      action: actionOf({ collateral: USDC, debt: OTHER, most: 0n }),
      most: { ok: false, reason: { code: "must-not-leave-dust", message: "it would leave dust" } },
    },
  ],
};

describe("an inspection", () => {
  it("shows amounts with the decimals of their own token, though another has its symbol", () => {
    const text = inspectionText([inspection], pc.createColors(false), (address) => address);
    expect(text).toMatch(/\n {2}2 USDC +\? +3 USDC +0\.1 USDC\n/);
    expect(text).toMatch(/\n {2}USDC +USDC +not now: it would leave dust$/);
  });

  it("says of each debt what one call may repay, and what that is of all that is owed", () => {
    const debtUsd = 23_600_00000000n;
    const line = {
      action: actionOf({ debt: USDC, most: 8_600_000000n }),
      most: { ok: true, quote: quoteOf(8_600_000000n, 3n * 10n ** 18n) } as const,
    };
    const of = (one: Partial<Inspection["assessment"]>) => {
      const assessment = { ...inspection.assessment, closeFactorBps: 10_000n, debtUsd, ...one };
      return inspectionText([{ assessment, actions: [line] }], pc.createColors(false), (address) => address);
    };
    expect(of({})).toMatch(
      /\n {2}one call repays at most {2}of all debt {2}seizes +protocol's fee\n {2}8,600 USDC +36 % +3 /,
    );
    // of one debt, and not of 23,600 USD
    expect(of({})).not.toContain("100 %");
    expect(of({ debtUsd: null })).toMatch(/\n {2}8,600 USDC +\? +3 /);
  });

  it("leaves out what matters least where the terminal is narrow", () => {
    const narrow = inspectionText([inspection], pc.createColors(false), (address) => address, 66);
    expect(narrow).not.toMatch(/bonus/);
    expect(narrow).toMatch(/liquidatable at/);
  });

  it("does not say that an account fails at no price when nobody knows", () => {
    const [known, unknown] = [lineOf(USDC), lineOf(OTHER)];
    const positions = [{ ...known, liquidationPriceUsd: "none" as const }, unknown];
    const one = { ...inspection, assessment: { ...inspection.assessment, positions } };
    const rows = inspectionText([one], pc.createColors(false), (address) => address).split("\n");
    const [first, second] = rows.filter((row) => row.startsWith("  USDC"));
    expect(first).toMatch(/at no price$/);
    expect(second).toMatch(/ \?$/);
  });

  it("as data has the target's key, and what each action pays and receives", () => {
    const { key, actions } = inspectionJson(inspection);
    expect(key).toMatch(/^aave-v3\/0xa{40}\/0xb{40}$/);
    expect(actions[0]).toMatchObject({
      id: "liquidate/USDC/USDC",
      receives: { token: OTHER },
      pays: { token: USDC, most: 2_000000n },
      most: { ok: true },
    });
  });
});
