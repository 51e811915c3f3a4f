import { encodeAbiParameters } from "viem";
import { describe, expect, it } from "vitest";
import { MAX_UINT256 } from "../../core/math/math.ts";
import { isLoanAction, type LoanAction } from "../action.ts";
import { type AccountPlan, assessPlan, stateOf, TIME, USD, units } from "./account.fixture.ts";
import { quote } from "./quote.ts";

const REFERENCE = { collateral: { WETH: 10 }, debt: { USDC: 22_000 } };
const BROKE = { collateral: { WETH: 1 }, debt: { USDC: 3_000 } };
const TWO_SIDED = { collateral: { WETH: 1, DAI: 300 }, debt: { USDC: 2_500 } };
const RATE = 10n ** 26n; // 10 %
const GROWING = { ...REFERENCE, reserves: { WETH: { price: 2_400n * USD }, USDC: { variableBorrowRate: RATE } } };

/** The account's actions, those in kind only when asked for, and how to have them quoted. */
function open(plan: AccountPlan, { horizonSeconds = 0n, inKind = false } = {}) {
  const { market, position } = stateOf(plan);
  const { actions } = assessPlan(plan, { horizonSeconds });
  const chosen = actions.filter(isLoanAction).filter(({ receives }) => (receives.keptAs !== null) === inKind);
  const at = { timestamp: TIME, horizonSeconds };
  const ask = (action: LoanAction, size: bigint) => quote(market, position, action, size, at);
  return {
    actions: chosen,
    first: chosen[0]!,
    ask,
    quoted(action: LoanAction, size: bigint) {
      const result = ask(action, size);
      if (!result.ok) throw new Error(result.reason.code);
      return result.quote;
    },
    refusal(action: LoanAction, size: bigint) {
      const result = ask(action, size);
      return result.ok ? null : result.reason;
    },
  };
}

/** What another process would make of it. */
function overTheWire<T>(value: T): T {
  const text = JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}n` : part));
  return JSON.parse(text, (_, part) =>
    typeof part === "string" && /^\d+n$/.test(part) ? BigInt(part.slice(0, -1)) : part,
  );
}

describe("quote", () => {
  it("says what the reference action brings", () => {
    const { first, quoted } = open(REFERENCE);
    expect(quoted(first, first.pays.most)).toEqual({
      repaid: units("USDC", 11_000),
      funding: units("USDC", 11_000),
      seized: 4_421_153_846_153_846_153n,
      protocolFee: 21_153_846_153_846_154n,
      amount: units("USDC", 11_000),
      data: `0x${"0".repeat(64)}`,
    });
  });

  it("never repays more than asked, seizes more for more, and at the end the most that was assessed", () => {
    for (const plan of [REFERENCE, BROKE, TWO_SIDED, GROWING]) {
      for (const horizonSeconds of [0n, 60n]) {
        for (const inKind of [false, true]) {
          const { actions, ask } = open(plan, { horizonSeconds, inKind });
          expect(actions.length).toBeGreaterThan(0);
          for (const action of actions) {
            const { most } = action.pays;
            let before = { repaid: 0n, seized: 0n };
            for (let part = 1n; part <= 200n; part++) {
              const size = (most * part) / 200n;
              const result = ask(action, size);
              if (!result.ok) continue;
              const { repaid, seized, funding } = result.quote;
              expect(repaid <= size && repaid <= funding).toBe(true);
              expect(repaid > before.repaid && seized > before.seized).toBe(true);
              before = { repaid, seized };
            }
            expect(before.repaid).toBe(most);
          }
        }
      }
    }
  });

  it("says the same of a market, a position and an action that were stored as JSON", () => {
    for (const plan of [REFERENCE, BROKE, TWO_SIDED, GROWING]) {
      const { market, position } = stateOf(plan);
      const at = { timestamp: TIME, horizonSeconds: 60n };
      const { actions } = assessPlan(plan, { horizonSeconds: 60n });
      expect(actions.length).toBeGreaterThan(1);
      for (const action of actions) {
        const stored = overTheWire({ market, position, action, at });
        expect(stored).toEqual({ market, position, action, at });
        for (const size of [0n, 1n, action.pays!.most / 3n, action.pays!.most, MAX_UINT256]) {
          const told = quote(stored.market, stored.position, stored.action, size, stored.at);
          expect(told).toEqual(quote(market, position, action, size, at));
        }
      }
    }
  });

  it("refuses an action whose holdings the account no longer has, and what is not known", () => {
    const { market, position } = stateOf(REFERENCE);
    const { actions } = assessPlan(REFERENCE);
    const [collateral, debt] = position.holdings;
    const at = { timestamp: TIME, horizonSeconds: 0n };
    const ask = (changes: { market?: Partial<typeof market>; position?: Partial<typeof position> }) => {
      const result = quote(
        { ...market, ...changes.market },
        { ...position, ...changes.position },
        actions[0]!,
        10n ** 9n,
        at,
      );
      return result.ok ? null : result.reason.code;
    };
    expect(ask({})).toBeNull();
    expect(ask({ position: { holdings: [debt!] } })).toBe("collateral-not-enabled");
    expect(ask({ position: { holdings: [collateral!] } })).toBe("no-debt-in-reserve");
    expect(ask({ position: { eModeCategory: 3 } })).toBe("emode-unknown");
    expect(ask({ market: { revision: 12 } })).toBe("unknown-revision");
    expect(ask({ market: { reserves: [] } })).toBe("reserve-unknown");
    const unpriced = market.reserves.map((reserve) => ({ ...reserve, price: null }));
    expect(ask({ market: { reserves: unpriced } })).toBe("oracle-unavailable");
  });

  it("gives the most for anything above the most", () => {
    const { first, quoted } = open(REFERENCE);
    expect(quoted(first, MAX_UINT256)).toEqual(quoted(first, first.pays.most));
  });

  it("offers what takes all of the collateral, though less than that is asked for", () => {
    const { first, quoted, refusal } = open(BROKE);
    const { repaid, funding, amount, seized, protocolFee } = quoted(first, first.pays.most);
    expect(seized + protocolFee).toBe(units("WETH", 1));
    expect(repaid).toBe(2_476_190_477n);
    expect(amount).toBe(funding);
    // Room for what anybody may supply before the call comes: 10 USD and a thousandth of 3000, less what the bonus takes.
    expect(funding - repaid).toBe(12_380_952n);
    expect(refusal(first, first.pays.most - 1n)?.code).toBe("must-not-leave-dust");
  });

  it("stops short of leaving dust", () => {
    // Half of the account is 3510.6 USD, which would leave 689.4 of a 4200 USD debt. 14.2 USD are room for what anybody may repay.
    const plan = { collateral: { USDC: 8_700 }, debt: { USDC: 4_200, DAI: "2821.2" } };
    const { actions, quoted } = open(plan);
    const action = actions.find(({ pays }) => pays.token.symbol === "USDC")!;
    expect(action.pays.most).toBe(units("USDC", "3185.8"));
    expect(quoted(action, MAX_UINT256).repaid).toBe(units("USDC", "3185.8"));
  });

  it("is refused when the reserve cannot pay, and not for a part that it can", () => {
    const scarce = { ...REFERENCE, reserves: { WETH: { availableLiquidity: units("WETH", 4) } } };
    const { first, refusal } = open(scarce);
    expect(refusal(first, first.pays.most)).toMatchObject({
      code: "insufficient-liquidity",
      numbers: { seized: 4_421_153_846_153_846_153n, available: units("WETH", 4) },
    });
    expect(refusal(first, first.pays.most / 2n)).toBeNull();
  });

  it("in aTokens needs no cash, and takes the same", () => {
    const dry = { ...REFERENCE, reserves: { WETH: { availableLiquidity: 0n } } };
    const [rich, sold, kept] = [open(REFERENCE), open(dry), open(dry, { inKind: true })];
    expect(sold.refusal(sold.first, sold.first.pays.most)?.code).toBe("insufficient-liquidity");
    const data = encodeAbiParameters([{ type: "bool" }], [true]);
    const { most } = kept.first.pays;
    expect(kept.quoted(kept.first, most)).toEqual({ ...rich.quoted(rich.first, most), data });
    expect(kept.refusal(kept.first, 0n)?.code).toBe("amount-too-small");
  });

  it("is refused for nothing", () => {
    const { first, refusal } = open(REFERENCE);
    expect(refusal(first, 0n)?.code).toBe("amount-too-small");
  });

  it("covers the interest of the horizon when it repays a whole debt", () => {
    const { first, refusal } = open(GROWING, { horizonSeconds: 60n });
    const interest = first.pays.most - units("USDC", 22_000);
    expect(interest).toBe(4_186n); // 22000 * 10 % * 60 / 31536000 = 0.0041857
    // Less than the debt at the end, more than the debt now: dust at one of the two.
    expect(refusal(first, first.pays.most - 1n)?.code).toBe("must-not-leave-dust");
  });
});
