import { describe, expect, it } from "vitest";
import { MAX_UINT256, WAD } from "../../core/math/math.ts";
import { FUNDING_NAMES } from "../../core/names/names.ts";
import { healthFactor, healthFactorOf } from "../assessment.ts";
import { assess } from "./assess.ts";
import { marketWith, OPTIONS, positionWith, priceOf, readOf, TARGET, TIME } from "./position.fixture.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";

const judge = (
  position: Partial<MorphoPosition> = {},
  market: Partial<MorphoMarket> = {},
  options: Partial<typeof OPTIONS> = {},
) => assess(TARGET, readOf(marketWith(market)), readOf(positionWith(position)), { ...OPTIONS, ...options });

describe("assess", () => {
  it("says what can be done about a position", () => {
    const assessment = judge();
    expect(assessment).toMatchObject({
      status: { kind: "liquidatable" },
      measure: healthFactor(931_666_666_666_666_666n),
      collateralUsd: 26_000n * 10n ** 8n,
      debtUsd: 24_000n * 10n ** 8n,
      closeFactorBps: 10_000n,
      notes: { lltv: "86 %", oraclePrice: "2600" },
    });
    expect(assessment.actions).toHaveLength(1);
    const [action] = assessment.actions;
    expect(action).toMatchObject({
      id: "liquidate",
      contract: "MorphoLiquidator",
      callee: TARGET.market,
      pays: { token: { symbol: "USDC" }, most: 24_000n * 10n ** 6n, priceUsd: 10n ** 8n },
      receives: { token: { symbol: "WETH" }, keptAs: null },
      bonusBps: 10_438n,
      fundings: FUNDING_NAMES,
      detail: { realizeBadDebt: true },
    });
    expect((10n ** 18n * action!.oracle.numerator) / action!.oracle.denominator).toBe(2_600n * 10n ** 6n);
  });

  it("is of the market's block, however old the position is", () => {
    const market = {
      ...readOf(marketWith({ borrowRate: WAD / 10n ** 9n })),
      blockNumber: 9n,
      timestamp: TIME + 86_400n,
    };
    const assessment = assess(TARGET, market, readOf(positionWith()), OPTIONS);
    expect(assessment).toMatchObject({ target: TARGET, blockNumber: 9n, timestamp: TIME + 86_400n });
    // 24000 * 1.000086403732
    expect(assessment.actions[0]?.pays?.most).toBe(24_002_073_690n);
  });

  it("searches no liquidation prices for those who do not want them, and says everything else", () => {
    const [wanted, unwanted] = [judge(), judge({}, {}, { liquidationPrices: false })];
    expect(wanted.positions.every(({ liquidationPriceUsd }) => typeof liquidationPriceUsd === "bigint")).toBe(true);
    const { liquidationOraclePrice: _, ...notes } = wanted.notes;
    const positions = wanted.positions.map((line) => ({ ...line, liquidationPriceUsd: null }));
    expect(unwanted).toEqual({ ...wanted, notes, positions });
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

  it("tells apart that it turns at no price and that nobody can say at which", () => {
    const turning = (...of: Parameters<typeof judge>) =>
      judge(...of).positions.map(({ liquidationPriceUsd }) => liquidationPriceUsd);
    expect(turning({ borrowShares: 0n })).toEqual(["none", "none"]);
    expect(turning({ collateral: 0n })).toEqual(["none", "none"]);
    expect(turning({}, {}, { usdPrices: new Map() })).toEqual([null, null]);
    expect(turning({}, { price: null })).toEqual([expect.any(BigInt), null]);
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
    ["oracle-overflow", { price: MAX_UINT256 }],
    ["oracle-overflow", { price: MAX_UINT256 / 10n ** 19n + 1n }],
    ["irm-unavailable", { borrowRate: null, lastUpdate: 1n }],
    ["irm-unavailable", { borrowRate: MAX_UINT256, lastUpdate: TIME - 1n }],
    ["market-not-created", { lastUpdate: 0n }],
  ])("knows no health factor behind %s", (code, market: Partial<MorphoMarket>) => {
    expect(judge({}, market)).toMatchObject({
      status: { kind: "refused", reason: { code } },
      measure: null,
      actions: [],
    });
  });

  it("does not confuse healthy, without debt, without collateral, and unread", () => {
    expect(judge({ borrowShares: 10n ** 12n }).status).toMatchObject({ kind: "healthy", reason: { code: "healthy" } });
    expect(judge({ borrowShares: 0n }, { price: null })).toMatchObject({
      status: { kind: "no-debt" },
      measure: healthFactor(MAX_UINT256),
    });
    expect(judge({ collateral: 0n })).toMatchObject({
      status: { kind: "refused", reason: { code: "no-collateral" } },
      measure: healthFactor(0n),
    });
    const unread = {
      ok: false,
      blockNumber: 1n,
      timestamp: TIME,
      reason: { code: "read-failed", message: "no answer" },
    } as const;
    const { reason } = unread;
    for (const unknown of [
      assess(TARGET, unread, readOf(positionWith()), OPTIONS),
      assess(TARGET, readOf(marketWith()), unread, OPTIONS),
    ]) {
      expect(unknown).toMatchObject({
        status: { kind: "refused", reason },
        measure: null,
        actions: [],
        timestamp: TIME,
      });
    }
  });

  it("knows no USD without a price of the loan token", () => {
    const { collateralUsd, debtUsd, positions, actions } = judge({}, {}, { usdPrices: new Map() });
    expect([collateralUsd, debtUsd, positions[0]?.priceUsd, actions[0]?.pays?.priceUsd]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it("refuses a debt that is not worth a unit of collateral", () => {
    const speck = { borrowShares: 1n, collateral: 1n };
    expect(judge(speck).status).toMatchObject({ kind: "refused", reason: { code: "amount-too-small" } });
  });

  it("keeps away from a position of one unit whose debt would be realised against the policy", () => {
    // a unit worth a dollar, for which ten are owed
    const speck = { collateral: 1n, borrowShares: 10n * 10n ** 12n };
    const price = { price: 10n ** 36n * 10n ** 6n };
    const kept = judge(speck, price, { realizeBadDebt: false });
    expect(kept.status).toMatchObject({ kind: "refused", reason: { code: "bad-debt", numbers: { collateral: 1n } } });
    expect([healthFactorOf(kept) === null, kept.actions.length]).toEqual([false, 0]);
    expect(judge(speck, price).actions[0]?.pays?.most).toBeGreaterThan(0n);
  });

  it("takes such a position where the policy of its market allows it, and tells the contract so", () => {
    const owes = { borrowShares: 26_000n * 10n ** 12n };
    const allowed = (ids: readonly string[]) => {
      const { actions } = judge(owes, {}, { realizeBadDebt: false, realizeBadDebtIn: new Set(ids) });
      return actions.map(({ detail }) => detail);
    };
    expect(allowed([TARGET.marketId!.toLowerCase()])).toEqual([{ realizeBadDebt: true }]);
    expect(allowed([`0x${"5a".repeat(32)}`])).toEqual([{ realizeBadDebt: false }]);
  });
});
