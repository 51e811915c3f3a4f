import { encodeAbiParameters } from "viem";
import { describe, expect, it } from "vitest";
import { MAX_UINT256 } from "../../core/math/math.ts";
import type { Pair } from "../types.ts";
import { type AccountPlan, accountOf, OPTIONS, TIME, USD, units } from "./account.fixture.ts";
import { assess } from "./assess.ts";

const judge = (plan: AccountPlan, options: Partial<typeof OPTIONS> = {}) =>
  assess(accountOf(plan), { ...OPTIONS, ...options });
const REFERENCE = { collateral: { WETH: 10 }, debt: { USDC: 22_000 } };
const refusal = (pair: Pair, repay: bigint) => {
  const result = pair.quote(repay);
  return result.ok ? null : result.reason;
};
const quote = (pair: Pair, repay: bigint) => {
  const result = pair.quote(repay);
  if (!result.ok) throw new Error(result.reason.code);
  return result.quote;
};

describe("assess", () => {
  it("says what can be done about the reference account", () => {
    const assessment = judge(REFERENCE);
    expect(assessment).toMatchObject({
      blockNumber: 1n,
      timestamp: TIME,
      status: { kind: "liquidatable" },
      healthFactor: 975n * 10n ** 15n,
      collateralUsd: 26_000n * USD,
      debtUsd: 22_000n * USD,
      closeFactorBps: 5_000n,
      notes: { revision: "10 (v3.6)" },
    });
    expect(assessment.pairs).toHaveLength(1);
    const [pair] = assessment.pairs as [Pair];
    expect(pair).toMatchObject({ maxRepay: units("USDC", 11_000), bonusBps: 10_500n, debtPriceUsd: USD });
    expect(quote(pair, pair.maxRepay)).toEqual({
      repaid: units("USDC", 11_000),
      funding: units("USDC", 11_000),
      seized: 4_421_153_846_153_846_153n,
      protocolFee: 21_153_846_153_846_154n,
      amount: units("USDC", 11_000),
      data: `0x${"0".repeat(64)}`,
    });
    expect((10n ** 18n * pair.oracle.numerator) / pair.oracle.denominator, "an ether in USDC").toBe(
      units("USDC", 2_600),
    );
  });

  it("shows every holding, with the price at which the account turns", () => {
    const lines = judge({ ...REFERENCE, reserves: { WETH: { price: 3_000n * USD } } }).positions;
    expect(
      lines.map(({ token, supplied, borrowed, usedAsCollateral }) => [
        token.symbol,
        supplied,
        borrowed,
        usedAsCollateral,
      ]),
    ).toEqual([
      ["WETH", units("WETH", 10), 0n, true],
      ["USDC", 0n, units("USDC", 22_000), false],
    ]);
    expect(lines.map(({ priceUsd, liquidationPriceUsd }) => [priceUsd, liquidationPriceUsd])).toEqual([
      [3_000n * USD, 266_666_666_666n],
      [USD, 112_500_001n],
    ]);
  });

  it("does not confuse healthy, without debt, and refused", () => {
    expect(judge({ collateral: { WETH: 10 }, debt: { USDC: 100 } }).status).toMatchObject({
      kind: "healthy",
      reason: { code: "healthy" },
    });
    expect(judge({ collateral: { WETH: 10 }, debt: {} })).toMatchObject({
      status: { kind: "no-debt" },
      healthFactor: MAX_UINT256,
    });
    const { ok: _, state: __, ...read } = { ...accountOf(REFERENCE), state: null };
    const failed = assess({ ...read, ok: false, reason: { code: "read-failed", message: "no answer" } }, OPTIONS);
    expect(failed).toMatchObject({
      status: { kind: "refused", reason: { code: "read-failed" } },
      healthFactor: null,
      pairs: [],
    });
  });

  it.each([
    ["oracle-unavailable", { reserves: { USDC: { price: null } } }],
    ["oracle-zero", { reserves: { WETH: { price: 0n } } }],
    ["unknown-revision", { market: { revision: 12 } }],
    ["reserve-unknown", { market: { reserves: [] } }],
    ["emode-unknown", { eMode: { id: 2 } }],
  ])("knows no health factor behind %s", (code, changes: Partial<AccountPlan>) => {
    expect(judge({ ...REFERENCE, ...changes })).toMatchObject({
      status: { kind: "refused", reason: { code } },
      healthFactor: null,
      pairs: [],
    });
  });

  it("needs no price of what is neither collateral nor debt", () => {
    const idle = { WETH: 10, DAI: 5 };
    const changes = { holdings: { DAI: { usedAsCollateral: false } }, reserves: { DAI: { price: null } } };
    expect(judge({ collateral: idle, debt: { USDC: 22_000 }, ...changes }).status.kind).toBe("liquidatable");
  });

  it.each([
    ["reserve-paused", { reserves: { USDC: { paused: true } } }],
    ["reserve-inactive", { reserves: { WETH: { active: false } } }],
    ["grace-period", { reserves: { WETH: { liquidationGraceUntil: TIME } } }],
    ["sequencer-sentinel", { market: { sentinelAllowsLiquidation: false } }],
    ["no-collateral", { holdings: { WETH: { scaledATokenBalance: 0n } } }],
  ])("refuses with %s and still knows the health factor", (code, changes: Partial<AccountPlan>) => {
    const { status, healthFactor, pairs } = judge({ ...REFERENCE, ...changes });
    expect(status).toMatchObject({ kind: "refused", reason: { code } });
    expect(healthFactor).not.toBeNull();
    expect(pairs).toEqual([]);
  });

  it("leaves a paused reserve out while another pair remains", () => {
    const plan = { collateral: { WETH: 10, DAI: 100 }, debt: { USDC: 22_100 }, reserves: { DAI: { paused: true } } };
    const { status, pairs } = judge(plan);
    expect(status.kind).toBe("liquidatable");
    expect(pairs.map(({ collateral, debt }) => [collateral.symbol, debt.symbol])).toEqual([["WETH", "USDC"]]);
  });

  it("has a pair for every collateral and every debt, an asset against itself included", () => {
    const { pairs } = judge({ collateral: { WETH: 1, USDC: 1_000 }, debt: { USDC: 2_000, DAI: 1_500 } });
    expect(pairs.map(({ collateral, debt }) => `${collateral.symbol}/${debt.symbol}`).sort()).toEqual([
      "USDC/DAI",
      "USDC/USDC",
      "WETH/DAI",
      "WETH/USDC",
    ]);
  });

  it("knows no USD where the base currency is another", () => {
    const { collateralUsd, debtUsd, positions, pairs } = judge({ ...REFERENCE, market: { baseIsUsd: false } });
    expect([collateralUsd, debtUsd, positions[0]?.priceUsd, pairs[0]?.debtPriceUsd]).toEqual([null, null, null, null]);
  });
});

describe("a quote", () => {
  const broke = { collateral: { WETH: 1 }, debt: { USDC: 3_000 } };

  it("never repays more than asked, and seizes more for more", () => {
    for (const plan of [REFERENCE, broke, { collateral: { WETH: 1, DAI: 300 }, debt: { USDC: 2_500 } }]) {
      for (const pair of judge(plan).pairs) {
        let before = { repaid: 0n, seized: 0n };
        for (let part = 1n; part <= 200n; part++) {
          const repay = (pair.maxRepay * part) / 200n;
          const result = pair.quote(repay);
          if (!result.ok) continue;
          const { repaid, seized, funding } = result.quote;
          expect(repaid <= repay && repaid <= funding).toBe(true);
          expect(repaid > before.repaid && seized > before.seized).toBe(true);
          before = { repaid, seized };
        }
        expect(before.repaid).toBe(pair.maxRepay);
      }
    }
  });

  it("gives the most for anything above the most", () => {
    const [pair] = judge(REFERENCE).pairs as [Pair];
    expect(quote(pair, MAX_UINT256)).toEqual(quote(pair, pair.maxRepay));
  });

  it("offers what takes all of the collateral, though less than that is asked for", () => {
    const [pair] = judge(broke).pairs as [Pair];
    const { repaid, funding, amount, seized, protocolFee } = quote(pair, pair.maxRepay);
    expect(seized + protocolFee).toBe(units("WETH", 1));
    expect(repaid).toBe(2_476_190_477n);
    expect(amount).toBe(funding);
    expect(funding - repaid).toBeLessThan(3n);
    expect(refusal(pair, pair.maxRepay - 1n)?.code).toBe("must-not-leave-dust");
  });

  it("stops short of leaving dust", () => {
    // Half of the account is 3510.6 USD, which would leave 689.4 of a 4200 USD debt.
    const plan = { collateral: { USDC: 8_700 }, debt: { USDC: 4_200, DAI: "2821.2" } };
    const pair = judge(plan).pairs.find(({ debt }) => debt.symbol === "USDC")!;
    expect(pair.maxRepay).toBe(units("USDC", 3_200));
    expect(quote(pair, MAX_UINT256).repaid).toBe(units("USDC", 3_200));
  });

  it("is refused when the reserve cannot pay, and not for a part that it can", () => {
    const [pair] = judge({ ...REFERENCE, reserves: { WETH: { availableLiquidity: units("WETH", 4) } } }).pairs as [
      Pair,
    ];
    expect(refusal(pair, pair.maxRepay)).toMatchObject({
      code: "insufficient-liquidity",
      numbers: { seized: 4_421_153_846_153_846_153n, available: units("WETH", 4) },
    });
    expect(refusal(pair, pair.maxRepay / 2n)).toBeNull();
  });

  it("in aTokens needs no cash, and takes the same", () => {
    const dry = { ...REFERENCE, reserves: { WETH: { availableLiquidity: 0n } } };
    const [rich] = judge(REFERENCE).pairs as [Pair];
    const [pair] = judge(dry).pairs as [Pair];
    expect(refusal(pair, pair.maxRepay)?.code).toBe("insufficient-liquidity");
    const inKind = pair.quote(pair.maxRepay, true);
    const data = encodeAbiParameters([{ type: "bool" }], [true]);
    expect(inKind).toEqual({ ok: true, quote: { ...quote(rich, rich.maxRepay), data } });
    expect(pair.quote(0n, true)).toMatchObject({ ok: false, reason: { code: "amount-too-small" } });
  });

  it("is refused for nothing", () => {
    const [pair] = judge(REFERENCE).pairs as [Pair];
    expect(refusal(pair, 0n)?.code).toBe("amount-too-small");
  });

  it("covers the interest of the horizon when it repays a whole debt", () => {
    const rate = 10n ** 26n; // 10 %
    const plan = { ...REFERENCE, reserves: { WETH: { price: 2_400n * USD }, USDC: { variableBorrowRate: rate } } };
    const [pair] = judge(plan, { horizonSeconds: 60n }).pairs as [Pair];
    const interest = pair.maxRepay - units("USDC", 22_000);
    expect(interest).toBe(4_186n); // 22000 * 10 % * 60 / 31536000 = 0.0041857
    // Less than the debt at the end, more than the debt now: dust at one of the two.
    expect(refusal(pair, pair.maxRepay - 1n)?.code).toBe("must-not-leave-dust");
  });
});

describe("bad debt", () => {
  const broke = { collateral: { WETH: 1 }, debt: { USDC: 3_000 } };

  it("is left alone unless it is to be realised", () => {
    expect(judge(broke).status.kind).toBe("liquidatable");
    const { status, pairs } = judge(broke, { realizeBadDebt: false });
    expect(status).toMatchObject({ kind: "refused", reason: { code: "bad-debt", numbers: { deficit: 523_809_523n } } });
    expect(pairs).toEqual([]);
  });

  it("is not realised while other collateral remains, or where the revision writes nothing off", () => {
    const other = { ...broke, collateral: { WETH: 1, DAI: 10 } };
    expect(judge(other, { realizeBadDebt: false }).pairs).toHaveLength(2);
    expect(judge({ ...broke, market: { revision: 6 } }, { realizeBadDebt: false }).status.kind).toBe("liquidatable");
  });

  it("counts the debts of other reserves, and leaves the pairs that realise none", () => {
    const plan = { collateral: { WETH: 1 }, debt: { USDC: 2_476.190477, DAI: 100 } };
    const symbols = (realizeBadDebt: boolean) => judge(plan, { realizeBadDebt }).pairs.map(({ debt }) => debt.symbol);
    expect([symbols(true), symbols(false)]).toEqual([["USDC", "DAI"], ["DAI"]]);
  });
});
