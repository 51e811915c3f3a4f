import { decodeAbiParameters } from "viem";
import { describe, expect, it } from "vitest";
import { MAX_UINT256, WAD } from "../../core/math/math.ts";
import type { Pair, SeizeQuote } from "../types.ts";
import { assess } from "./assess.ts";
import { MARKET_PARAMS_COMPONENTS } from "./market-id.ts";
import { accountOf, OPTIONS, priceOf, stateWith } from "./position.fixture.ts";
import type { MorphoMarket, MorphoState } from "./state.ts";

const judge = (
  state: Partial<MorphoState> = {},
  market: Partial<MorphoMarket> = {},
  options: Partial<typeof OPTIONS> = {},
) => assess(accountOf(stateWith(state, market)), { ...OPTIONS, ...options });
const onlyPair = (assessment: ReturnType<typeof judge>) => {
  expect(assessment.pairs).toHaveLength(1);
  return assessment.pairs[0]!;
};
const quote = (pair: Pair, repay: bigint): SeizeQuote => {
  const result = pair.quote(repay);
  if (!result.ok) throw new Error(result.reason.code);
  return result.quote;
};
const TARGET_DATA = [
  { type: "tuple", components: MARKET_PARAMS_COMPONENTS },
  { type: "bool" },
  { type: "bool" },
] as const;
const dataOf = ({ data }: SeizeQuote) => decodeAbiParameters(TARGET_DATA, data);
const BAD = { borrowShares: 26_000n * 10n ** 12n };

describe("assess", () => {
  it("says what can be done about a position", () => {
    const assessment = judge();
    expect(assessment).toMatchObject({
      status: { kind: "liquidatable" },
      healthFactor: 931_666_666_666_666_666n,
      collateralUsd: 26_000n * 10n ** 8n,
      debtUsd: 24_000n * 10n ** 8n,
      closeFactorBps: 10_000n,
      notes: { lltv: "86 %", oraclePrice: "2600" },
    });
    const pair = onlyPair(assessment);
    expect(pair).toMatchObject({ maxRepay: 24_000n * 10n ** 6n, bonusBps: 10_438n, debtPriceUsd: 10n ** 8n });
    expect((10n ** 18n * pair.oracle.numerator) / pair.oracle.denominator).toBe(2_600n * 10n ** 6n);
  });

  it("shows collateral and loan with the prices at which the position turns", () => {
    const [collateral, loan] = judge({}, { price: priceOf(3_000n) }).positions;
    // 24000 / 0.86 = 27906.976745 in whole units of USDC, a tenth of it an ether; 3000 / 2790.69 dollars a USDC
    expect(collateral).toMatchObject({
      supplied: 10n ** 19n,
      priceUsd: 300_000_000_000n,
      liquidationPriceUsd: 279_069_767_449n,
    });
    expect(loan).toMatchObject({ borrowed: 24_000_000_000n, priceUsd: 10n ** 8n, liquidationPriceUsd: 107_500_000n });
  });

  it("accrues interest to the block before it judges", () => {
    const due = { price: priceOf(2_791n), borrowRate: WAD / 10n ** 9n };
    expect(judge({}, due).status.kind).toBe("healthy");
    const week = { ...due, lastUpdate: 1_767_225_600n - 7n * 86_400n };
    expect(judge({}, week).status.kind).toBe("liquidatable");
  });

  it.each([
    ["oracle-unavailable", { price: null }],
    ["oracle-zero", { price: 0n }],
    ["irm-unavailable", { borrowRate: null, lastUpdate: 1n }],
    ["market-not-created", { lastUpdate: 0n }],
  ])("knows no health factor behind %s", (code, market: Partial<MorphoMarket>) => {
    expect(judge({}, market)).toMatchObject({
      status: { kind: "refused", reason: { code } },
      healthFactor: null,
      pairs: [],
    });
  });

  it("does not confuse healthy, without debt, without collateral, and unread", () => {
    expect(judge({ borrowShares: 10n ** 12n }).status).toMatchObject({ kind: "healthy", reason: { code: "healthy" } });
    expect(judge({ borrowShares: 0n }, { price: null })).toMatchObject({
      status: { kind: "no-debt" },
      healthFactor: MAX_UINT256,
    });
    expect(judge({ collateral: 0n })).toMatchObject({
      status: { kind: "refused", reason: { code: "no-collateral" } },
      healthFactor: 0n,
    });
    const { ref, blockNumber, timestamp } = accountOf(stateWith());
    const reason = { code: "read-failed", message: "no answer" };
    expect(assess({ ok: false, ref, blockNumber, timestamp, reason }, OPTIONS)).toMatchObject({
      status: { kind: "refused", reason },
      healthFactor: null,
    });
  });

  it("knows no USD without a price of the loan token", () => {
    const { collateralUsd, debtUsd, positions, pairs } = judge({}, {}, { usdPrices: new Map() });
    expect([collateralUsd, debtUsd, positions[0]?.priceUsd, pairs[0]?.debtPriceUsd]).toEqual([null, null, null, null]);
  });

  it("refuses a debt that is not worth a unit of collateral", () => {
    const speck = { borrowShares: 1n, collateral: 1n };
    expect(judge(speck).status).toMatchObject({ kind: "refused", reason: { code: "amount-too-small" } });
  });
});

describe("a quote", () => {
  it("repays all shares where the collateral pays for them", () => {
    const pair = onlyPair(judge());
    const whole = quote(pair, pair.maxRepay);
    expect(whole).toMatchObject({
      repaid: 24_000_000_000n,
      funding: 24_000_000_000n,
      amount: 24_000n * 10n ** 12n,
      protocolFee: 0n,
    });
    // 24000 * 1.043841336116910229 = 25052.192066 in whole units of USDC, / 2600
    expect(whole.seized).toBe(9_635_458_486_923_076_923n);
    expect(dataOf(whole)).toEqual([stateWith().market.params, true, true]);
    expect(quote(pair, MAX_UINT256)).toEqual(whole);
  });

  it("seizes all collateral where it does not", () => {
    const pair = onlyPair(judge(BAD));
    const whole = quote(pair, pair.maxRepay);
    expect(whole).toMatchObject({ seized: 10n ** 19n, amount: 10n ** 19n });
    expect(whole.repaid).toBe(24_908_000_001n); // 26000 / 1.0438
    expect(dataOf(whole)[1]).toBe(false);
  });

  it("never repays more than asked, and seizes more for more", () => {
    for (const position of [{}, BAD]) {
      const pair = onlyPair(judge(position));
      let before = 0n;
      for (let part = 1n; part <= 300n; part++) {
        const repay = (pair.maxRepay * part) / 300n;
        const { repaid, seized, amount, data } = quote(pair, repay);
        expect(repaid <= repay && repay - repaid < 3n).toBe(true);
        expect(seized > before).toBe(true);
        if (part < 300n) expect([amount, dataOf({ data } as SeizeQuote)[1]]).toEqual([seized, false]);
        before = seized;
      }
    }
  });

  it("covers the interest of the horizon, whose shares stay the same", () => {
    const pair = onlyPair(judge({}, { borrowRate: WAD / 10n ** 8n }, { horizonSeconds: 100n }));
    expect(pair.maxRepay).toBe(24_000_024_000n); // a hundred times a hundred-millionth more
    expect(quote(pair, pair.maxRepay).amount).toBe(24_000n * 10n ** 12n);
  });

  it("is refused for nothing", () => {
    expect(onlyPair(judge()).quote(0n)).toMatchObject({ ok: false, reason: { code: "amount-too-small" } });
  });
});

describe("bad debt", () => {
  it("is not realised unless it is to be: one unit of collateral stays", () => {
    const pair = onlyPair(judge(BAD, {}, { realizeBadDebt: false }));
    for (const repay of [pair.maxRepay, pair.maxRepay + 1n, MAX_UINT256]) {
      const whole = quote(pair, repay);
      expect(whole).toMatchObject({ seized: 10n ** 19n - 1n, amount: 10n ** 19n - 1n, repaid: pair.maxRepay });
      expect(dataOf(whole).slice(1)).toEqual([false, false]);
    }
    const part = quote(pair, 10_000_000000n);
    expect(part.repaid <= 10_000_000000n && part.repaid > 9_999_999990n).toBe(true);
  });

  it("keeps away from a position of one unit, all of which would have to go", () => {
    // a unit worth a dollar, for which ten are owed
    const speck = { collateral: 1n, borrowShares: 10n * 10n ** 12n };
    const price = { price: 10n ** 36n * 10n ** 6n };
    const { status, healthFactor, pairs } = judge(speck, price, { realizeBadDebt: false });
    expect(status).toMatchObject({ kind: "refused", reason: { code: "bad-debt", numbers: { collateral: 1n } } });
    expect([healthFactor === null, pairs.length]).toEqual([false, 0]);
    expect(onlyPair(judge(speck, price)).maxRepay).toBeGreaterThan(0n);
  });

  it("passes on to the contract whether it may be realised", () => {
    const pair = onlyPair(judge({}, {}, { realizeBadDebt: false }));
    expect(dataOf(quote(pair, pair.maxRepay))[2]).toBe(false);
  });
});
