import { describe, expect, it } from "vitest";
import { WAD } from "../../core/math/math.ts";
import type { AssessOptions } from "../protocol.ts";
import { BLOCK, holding, market, OPTIONS, REFERENCE, read, TARGET, token } from "./account.fixture.ts";
import { assess } from "./assess.ts";
import type { CompoundMarket, CompoundPosition, CompoundToken } from "./state.ts";

const [ETHER, DOLLAR] = [token(0), token(1)];
const MARKET = market([ETHER, DOLLAR]);

const judged = (
  state: CompoundMarket = MARKET,
  position: CompoundPosition = REFERENCE,
  options: Partial<AssessOptions> = {},
) => assess(TARGET, read(state), read(position), { ...OPTIONS, ...options });

describe("an account of Compound V2", () => {
  it("is liquidatable where it owes more than it may, for half of the debt", () => {
    const { status, measure, closeFactorBps, actions, collateralUsd, debtUsd } = judged();
    expect(status).toEqual({ kind: "liquidatable" });
    // 26,000 dollars at 80 % against 22,000
    expect(measure?.value).toBe((20_800n * WAD) / 22_000n);
    expect([closeFactorBps, collateralUsd, debtUsd]).toEqual([5_000n, 26_000n * 10n ** 8n, 22_000n * 10n ** 8n]);
    expect(actions.map(({ id, bonusBps, receives }) => [id, bonusBps, receives?.token.symbol])).toEqual([
      ["liquidate/0/1", 10_800n, "WETH"],
      ["liquidate/0/1/in-kind", 10_800n, "cETH"],
    ]);
    expect(actions[0]!.pays).toMatchObject({ most: 11_000n * 10n ** 6n, priceUsd: 10n ** 8n });
  });

  it("has prices at which it turns, exactly", () => {
    const lines = judged().positions;
    expect(lines.map(({ token: { symbol } }) => symbol)).toEqual(["WETH", "USDC"]);
    const turning = lines.map(({ liquidationPriceUsd }) => liquidationPriceUsd as bigint);
    const at = (ether: bigint, dollar: bigint) => {
      const tokens = [token(0, { price: ether * 10n ** 10n }), token(1, { price: dollar * 10n ** 22n })];
      return judged(market(tokens)).status.kind;
    };
    expect(at(turning[0]! + 1n, 10n ** 8n)).toBe("healthy");
    expect(at(turning[0]!, 10n ** 8n)).toBe("liquidatable");
    expect(at(2_600n * 10n ** 8n, turning[1]! + 1n)).toBe("liquidatable");
    expect(at(2_600n * 10n ** 8n, turning[1]!)).toBe("healthy");
    expect(judged(MARKET, REFERENCE, { liquidationPrices: false }).positions[0]!.liquidationPriceUsd).toBeNull();
  });

  it("is judged pair by pair, because a call counts the interest of two markets only", () => {
    // the dollars that it also holds would have earned interest since, and nobody has counted it
    const idle = token(2, { ...token(1), id: 2, accrualBlock: 0n, borrowRate: 4n * 10n ** 12n });
    const state = market([ETHER, DOLLAR, idle]);
    const position = {
      ...REFERENCE,
      holdings: [...REFERENCE.holdings, holding(2, 74_990n * 10n ** 8n, 0n)],
    };
    const { actions, status } = judged(state, position);
    expect(status.kind).toBe("liquidatable");
    expect(actions.map(({ id }) => id)).toEqual(["liquidate/0/1", "liquidate/0/1/in-kind"]);
  });

  it("offers what is held and does not count, too", () => {
    const position = {
      ...REFERENCE,
      holdings: [...REFERENCE.holdings, holding(2, 10n ** 12n, 0n, { entered: false })],
    };
    const state = market([ETHER, DOLLAR, { ...token(1), id: 2 }]);
    expect(judged(state, position).actions.map(({ id }) => id)).toContain("liquidate/2/1");
  });

  it.each([
    ["closed", {}, { closeFactor: null }, "terms-unknown"],
    ["paused", {}, { isPaused: true }, "protocol-paused"],
    ["one whose seizures are paused", {}, { isSeizePaused: true }, "seize-paused"],
    ["for one liquidator alone", {}, { soleLiquidator: TARGET.market }, "sole-liquidator"],
    ["without a rate", { borrowRate: null, accrualBlock: 0n }, {}, "rate-unavailable"],
    ["with an absurd rate", { borrowRate: 10n ** 13n, accrualBlock: 0n }, {}, "rate-unavailable"],
    ["unlisted", { isListed: false }, {}, "market-not-listed"],
    ["with liquidations paused", { paused: { ...DOLLAR.paused, liquidate: true } }, {}, "liquidation-paused"],
    ["with repayments paused", { paused: { ...DOLLAR.paused, repay: true } }, {}, "repay-paused"],
  ] as const)("is refused in a market that is %s, never healthy", (_, dollar, changes, code) => {
    const { status, actions } = judged(market([ETHER, token(1, dollar)], changes));
    expect([status, actions]).toMatchObject([{ kind: "refused", reason: { code } }, []]);
  });

  describe("whose markets do not all tell their rate", () => {
    const unknown = { borrowRate: null, accrualBlock: BLOCK - 100n };
    const OTHER = token(2, { ...DOLLAR, id: 2 });
    const dear = token(0, { price: 3_000n * WAD });
    const half = (id: number) => holding(id, 0n, 11_000n * 10n ** 6n);
    const ether = (id: number) => holding(id, 250n * 10n ** 8n, 0n);
    const owing = { holdings: [holding(0, 500n * 10n ** 8n, 0n), half(1), half(2)], dollars: 0n };
    const statusOf = (tokens: readonly CompoundToken[], position: CompoundPosition) =>
      judged(market(tokens), position).status;
    const UNKNOWN = { kind: "refused", reason: { code: "rate-unavailable" } };

    it.each([1, 2])("is not healthy where one debt's interest is not known, be it debt %i", (id) => {
      const tokens = [dear, DOLLAR, OTHER];
      expect(statusOf(tokens, owing).kind).toBe("healthy");
      const lacking = tokens.map((one) => (one.id === id ? { ...one, ...unknown } : one));
      expect(statusOf(lacking, owing)).toMatchObject(UNKNOWN);
      // nor where what it owes in a market is also what it holds there
      const holdings = owing.holdings.map((one) => (one.id === id ? { ...one, cTokens: 10n ** 10n } : one));
      expect(statusOf(lacking, { holdings, dollars: 0n })).toMatchObject(UNKNOWN);
      // nor where something else keeps everybody from the other one
      const closed = judged(market(lacking, { isPaused: true }), owing).status;
      expect(closed).toMatchObject(UNKNOWN);
      // another debt's shortfall is certain all the same
      const short = lacking.map((one) => (one.id === 0 ? { ...one, price: 2_600n * WAD } : one));
      expect(statusOf(short, owing).kind).toBe("liquidatable");
    });

    it.each([0, 2])("counts a collateral as stored where its interest is not known, be it collateral %i", (id) => {
      const held = { holdings: [ether(0), holding(1, 0n, 22_000n * 10n ** 6n), ether(2)], dollars: 0n };
      const at = (price: bigint) =>
        [token(0, { price }), DOLLAR, { ...token(0, { price }), id: 2 }].map((one) =>
          one.id === id ? { ...one, ...unknown } : one,
        );
      expect(statusOf(at(3_000n * WAD), held).kind).toBe("healthy");
      // by the other's call
      expect(statusOf(at(2_600n * WAD), held).kind).toBe("liquidatable");
      // what the other has earned counts in its own call alone: a tenth more makes up for a price that is too low
      const [first, debt, second] = at(2_700n * WAD) as [CompoundToken, CompoundToken, CompoundToken];
      const earned = { accrualBlock: 0n, borrowRate: 4n * 10n ** 12n, totalBorrows: 500_000_000n * WAD };
      const tokens = id === 0 ? [first, debt, { ...second, ...earned }] : [{ ...first, ...earned }, debt, second];
      const one = judged(market(tokens), held);
      expect(one).toMatchObject({ status: UNKNOWN, measure: { value: (21_600n * WAD) / 22_000n } });
    });

    it("is as healthy as with the collateral as stored, the only one there is, and refused below", () => {
      const at = (price: bigint, debt: Partial<CompoundToken> = {}) =>
        judged(market([token(0, { price, ...unknown }), token(1, debt)]));
      expect(at(2_750n * WAD)).toMatchObject({ status: { kind: "healthy" }, measure: { value: WAD } });
      expect(at(2_749n * WAD).status).toMatchObject(UNKNOWN);
      // a debt that is given up needs no shortfall
      expect(at(2_750n * WAD, { isDeprecated: true }).status).toMatchObject(UNKNOWN);
      // the debt's interest counts
      expect(at(2_750n * WAD, { accrualBlock: BLOCK - 100n }).status).toMatchObject({ kind: "refused" });
    });

    it("is healthy where no call would find it short, though all debts' interest together would", () => {
      const late = { accrualBlock: 0n, borrowRate: 4n * 10n ** 12n };
      const tokens = [token(0, { price: 2_757n * WAD, ...unknown }), token(1, late), { ...OTHER, ...late }];
      // 44 dollars on each
      expect(judged(market(tokens), owing)).toMatchObject({
        status: { kind: "healthy" },
        measure: { value: (22_056n * WAD) / 22_044n },
      });
    });

    it("says why the short pair is left alone, whichever pair comes first", () => {
      // only the debt whose interest has not been counted since makes the account short
      const late = { accrualBlock: 0n, borrowRate: 4n * 10n ** 12n, paused: { ...DOLLAR.paused, repay: true } };
      for (const id of [1, 2]) {
        const tokens = [token(0, { price: 2_751n * WAD }), DOLLAR, OTHER];
        const status = statusOf(
          tokens.map((one) => (one.id === id ? { ...one, ...late } : one)),
          owing,
        );
        expect(status).toMatchObject({ kind: "refused", reason: { code: "repay-paused" } });
      }
    });
  });

  it.each([
    [null, "oracle-unavailable"],
    [0n, "oracle-zero"],
  ])("is refused where a price is %s, also of what it does not owe", (price, code) => {
    expect(judged(market([token(0, { price }), DOLLAR]))).toMatchObject({
      status: { kind: "refused", reason: { code } },
      measure: null,
    });
  });

  it("is refused where it is in a market that cannot be read", () => {
    const status = judged(market([DOLLAR], { list: [ETHER.cToken.address, DOLLAR.cToken.address] })).status;
    expect(status).toMatchObject({ kind: "refused", reason: { code: "market-unreadable" } });
  });

  it("may be repaid whole, healthy or not, where the debt is deprecated", () => {
    const state = market([token(0, { price: 5_000n * WAD }), token(1, { isDeprecated: true })]);
    const { actions, closeFactorBps, notes } = judged(state);
    expect(actions[0]!.pays!.most).toBe(22_000n * 10n ** 6n);
    expect([closeFactorBps, notes.deprecated]).toEqual([10_000n, "USDC"]);
  });

  it("is healthy with nothing to do, or without debt", () => {
    expect(judged(market([token(0, { price: 3_000n * WAD }), DOLLAR]))).toMatchObject({
      status: { kind: "healthy", reason: { code: "healthy" } },
      actions: [],
    });
    const position = { holdings: [holding(0, 10n ** 10n, 0n)], dollars: 0n };
    expect(judged(MARKET, position)).toMatchObject({ status: { kind: "no-debt" }, actions: [] });
  });

  it("owes the dollars of the comptroller's own as well", () => {
    const owing = { ...REFERENCE, dollars: 1_000n * WAD };
    expect(judged(MARKET, owing).measure?.value).toBe((20_800n * WAD) / 23_000n);
    const only = { holdings: [holding(0, 500n * 10n ** 8n, 0n)], dollars: 30_000n * WAD };
    expect(judged(MARKET, only)).toMatchObject({ status: { kind: "refused", reason: { code: "dollars-only" } } });
  });

  it("is told in dollars where the oracle knows none, as far as its unit has a price", () => {
    const unit = "0x000000000000000000000000000000000000e7e7";
    const state = market([token(0, { price: WAD }), token(1, { price: 10n ** 30n / 2_600n })], { unit });
    expect(judged(state)).toMatchObject({ status: { kind: "liquidatable" }, debtUsd: null, collateralUsd: null });
    const known = judged(state, REFERENCE, { usdPrices: new Map([[unit, 2_600n * 10n ** 8n]]) });
    expect(known.collateralUsd).toBe(26_000n * 10n ** 8n);
    expect(known.actions[0]!.pays!.priceUsd).toBe(99_999_999n);
  });
});
