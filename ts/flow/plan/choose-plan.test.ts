import { afterEach, describe, expect, it, vi } from "vitest";
import { premiumOf } from "../../funding/funding.ts";
import { packRoute } from "../../routing/route.ts";
import type { QuotedCandidate } from "./candidate.ts";
import {
  actionOf,
  candidateOf,
  GAS_PRICE,
  inputOf,
  type LIMITS,
  offerOf,
  plan,
  quoteOf,
  routeOf,
  SALE_GAS,
  USDC,
  WBTC,
  WETH,
} from "./choose-plan.fixture.ts";
import { gasOf } from "./gas-of.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";

const ONE_ETHER = 10n ** 18n;
const SOMEBODY = `0x${"c".repeat(40)}` as const;

function planned(candidates: readonly QuotedCandidate[], limits: Partial<typeof LIMITS> = {}): PlannedLiquidation {
  const result = plan(inputOf(candidates, limits));
  expect(result).toMatchObject({ ok: true });
  return (result as Extract<typeof result, { ok: true }>).plan;
}

function refusal(candidates: readonly QuotedCandidate[], limits: Partial<typeof LIMITS> = {}) {
  const result = plan(inputOf(candidates, limits));
  expect(result).toMatchObject({ ok: false });
  return result as Extract<typeof result, { ok: false }>;
}

/** Numbers between 0 and 1, the same on every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("what is expected of a candidate", () => {
  it("is what is left in debt units when everything is sold", () => {
    const { expected } = planned([candidateOf()]);
    expect(expected).toMatchObject({ repaid: 10_000_000000n, premium: 0n, seized: 42n * 10n ** 17n });
    expect(expected).toMatchObject({ debtGain: 300_000000n, collateralGain: 0n, profit: 300_000000n, tip: 0n });
    // 400,000 gas at 11 gwei and 2,500 USD
    expect(expected).toMatchObject({ profitUsd: 300_00000000n, gasCostUsd: 11_00000000n, netUsd: 289_00000000n });
  });

  it("counts the lender's premium, charged on what is borrowed", () => {
    const quote = { ...quoteOf(), funding: 10_000_000003n };
    const { expected } = planned([candidateOf({ offer: offerOf("aave"), quote })]);
    expect(expected).toMatchObject({ premium: 5_000001n, debtGain: 294_999999n });
  });

  it("counts what a flash swap leaves as collateral, at the oracle's price, and debt that was not taken", () => {
    const quote = { ...quoteOf(), funding: 10_000_000003n };
    const { expected, onChain } = planned([candidateOf({ offer: offerOf("flash-swap"), quote, sold: 4n * ONE_ETHER })]);
    expect(expected).toMatchObject({ debtGain: 3n, collateralGain: 2n * 10n ** 17n, profit: 500_000003n });
    expect(onChain.funding).toMatchObject({ source: 2, amount: 10_000_000003n });
    expect(onChain.selling).toBe(0);
  });

  it("sells nothing when both assets are the same", () => {
    const action = actionOf({ collateral: USDC, oracle: { numerator: 1n, denominator: 1n } });
    const quote = quoteOf(10_000_000000n, 10_400_000000n);
    const { expected, onChain } = planned([candidateOf({ action, quote, route: null, sale: null })]);
    expect(expected).toMatchObject({ debtGain: 400_000000n, collateralGain: 0n, profit: 400_000000n });
    expect(onChain).toMatchObject({ selling: 0, route: "0x" });
  });

  it("counts what the wallet does not get back when aTokens are kept", () => {
    const { expected } = planned([
      candidateOf({ action: actionOf({ keptAs: "aTokens" }), offer: offerOf("wallet"), route: null, sale: null }),
    ]);
    expect(expected).toMatchObject({ debtGain: 0n, collateralGain: 42n * 10n ** 17n, profit: 500_000000n });
  });

  it("takes the gas that each part says", () => {
    const plain = planned([candidateOf()]).expected.gas;
    expect(plain).toBe(400_000n);
    const offer = offerOf("aave", { gas: 60_000n });
    const action = { ...actionOf(), gas: actionOf().gas + 7_000n };
    const sale = { ok: true, amount: 10_300_000000n, gas: SALE_GAS + 1_000n } as const;
    expect(planned([candidateOf({ offer, action, sale })]).expected.gas).toBe(plain + 68_000n);
    expect(gasOf(candidateOf({ sale: null, route: null }))).toBe(plain - SALE_GAS);
  });
});

describe("the choice", () => {
  it("is the largest net profit over pairs, sizes, sources and routes, whatever their order", () => {
    const random = randomFrom(1);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
    for (let round = 0; round < 300; round++) {
      const candidates = Array.from({ length: 1 + Math.floor(random() * 20) }, () => randomCandidate(random, pick));
      const nets = candidates.flatMap((candidate) => {
        const { value, isWithin } = judged(candidate);
        return isWithin && value >= 50 ? [value] : [];
      });
      const result = plan(inputOf(candidates));
      expect(result.ok).toBe(nets.length > 0);
      if (!result.ok) continue;
      expect(Number(result.plan.expected.netUsd) / 1e8).toBeCloseTo(Math.max(...nets), 5);
      const others = result.alternatives.map(({ expected }) => expected.netUsd);
      expect(others).toEqual([...others].sort((a, b) => (a > b ? -1 : 1)));
    }
  });

  it("lists every other way once, at its best size", () => {
    const ways = [offerOf("callback"), offerOf("aave"), offerOf("aave", { lender: SOMEBODY })];
    const candidates = ways.flatMap((offer) =>
      [10_250_000000n, 10_300_000000n].flatMap((sold) =>
        [500, 3000].map((fee) => candidateOf({ offer, sold, route: routeOf([fee]) })),
      ),
    );
    const result = plan(inputOf(candidates));
    if (!result.ok) throw new Error(result.reason.message);
    expect(result.alternatives).toHaveLength(ways.length * 2 - 1);
    expect(result.alternatives.every(({ expected }) => expected.debtGain >= 294_000000n)).toBe(true);
  });

  it("prefers a smaller liquidation when the larger one sells too dear", () => {
    const large = candidateOf({ quote: quoteOf(20_000_000000n, 84n * 10n ** 17n), sold: 20_250_000000n });
    expect(planned([large, candidateOf()]).expected.repaid).toBe(10_000_000000n);
  });

  it("takes the best plan that leaves enough of the bonus, not the best one", () => {
    const rich = candidateOf({ quote: quoteOf(20_000_000000n, 84n * 10n ** 17n), sold: 20_350_000000n });
    expect(planned([rich, candidateOf()], { minBonusShareBps: 1 }).expected.profit).toBe(350_000000n);
    expect(planned([rich, candidateOf()]).expected.profit).toBe(300_000000n);
  });
});

describe("a refusal", () => {
  it("says how much is missing to the minimum profit, and keeps the plan", () => {
    const { reason, best } = refusal([candidateOf()], { minProfitUsd: 289_00000001n });
    expect(reason).toMatchObject({ code: "below-min-profit", numbers: { netUsd: 289_00000000n } });
    expect(reason.message).toBe("the best plan earns $289 after gas, less than the minimum profit of $289.00000001");
    expect(best!.expected.profit).toBe(300_000000n);
    expect(planned([candidateOf()], { minProfitUsd: 289_00000000n }).expected.netUsd).toBe(289_00000000n);
  });

  it("says when gas is too large a share of what is earned before it", () => {
    // 11 of 300 USD
    const { reason, best } = refusal([candidateOf()], { maxGasShareBps: 366 });
    expect(reason).toMatchObject({ code: "gas-share", numbers: { netUsd: 289_00000000n, gasCostUsd: 11_00000000n } });
    expect(reason.message).toBe("the best plan earns $300.00 before gas, which costs $11.00: more than 3.66 % of it");
    expect(best!.expected.profit).toBe(300_000000n);
    expect(planned([candidateOf()], { maxGasShareBps: 367 }).expected.netUsd).toBe(289_00000000n);
    // of what is left after the tip, and the minimum profit comes first
    const tipped = { maxGasShareBps: 367, tipBps: 100, tipRecipient: SOMEBODY } as const;
    expect(refusal([candidateOf()], tipped).reason.code).toBe("gas-share");
    const both = { maxGasShareBps: 1, minProfitUsd: 290_00000000n };
    expect(refusal([candidateOf()], both).reason.code).toBe("below-min-profit");
  });

  it("says how much of the bonus the sale leaves, and with a tip what both leave", () => {
    const { reason, best } = refusal([candidateOf()], { minBonusShareBps: 6_001 });
    expect(reason).toMatchObject({ code: "bonus-share", numbers: { left: 300_000000n, floor: 300_050000n } });
    expect(reason.message).toBe("the sale leaves 6000 basis points of the bonus, less than the limit of 6001");
    expect(best!.expected.profit).toBe(300_000000n);
    const tipping = { minBonusShareBps: 6_000, tipBps: 1_000, tipRecipient: SOMEBODY } as const;
    const both = refusal([candidateOf()], tipping).reason;
    expect(both).toMatchObject({ code: "bonus-share", numbers: { left: 270_000000n, floor: 300_000000n } });
    expect(both.message).toBe("sale and tip leave 5400 basis points of the bonus, less than the limit of 6000");
  });

  it.each([
    ["unknown-price", candidateOf({ action: actionOf({ debtPriceUsd: null }) })],
    ["sale-short", candidateOf({ sold: 9_999_999999n })],
    ["sale-short", candidateOf({ offer: offerOf("flash-swap"), sold: 42n * 10n ** 17n + 1n })],
    [
      "too-little-liquidity",
      candidateOf({ sale: { ok: false, reason: { code: "too-little-liquidity", message: "" } } }),
    ],
  ])("is %s", (code, candidate) => {
    expect(refusal([candidate])).toMatchObject({ reason: { code }, best: null });
    // one that will not do does not spoil the others
    expect(planned([candidate, candidateOf()]).expected.profit).toBe(300_000000n);
  });

  it("is unknown-price when gas has none: nothing is taken for free", () => {
    const input = inputOf([candidateOf()]);
    expect(plan({ ...input, gasPrice: { ...GAS_PRICE, nativePriceUsd: null } })).toMatchObject({
      ok: false,
      reason: { code: "unknown-price", message: "no USD price is known for the native token" },
    });
  });

  it("is no-route without candidates", () => {
    expect(refusal([])).toMatchObject({ reason: { code: "no-route" }, best: null });
  });
});

describe("the oracle floor", () => {
  it("is the contract's: a share of what is seized above what is owed, and nothing without that", () => {
    const random = randomFrom(2);
    for (let round = 0; round < 500; round++) {
      const seized = BigInt(Math.floor(random() * 1e6)) * 10n ** 13n + 1n;
      const repaid = BigInt(Math.floor(random() * 26_000e6));
      const minBonusShareBps = 1 + Math.floor(random() * 9_999);
      const value = (seized * 2_500_000000n) / ONE_ETHER;
      const bonus = value > repaid ? value - repaid : 0n;
      const floor = (bonus * BigInt(minBonusShareBps)) / 10_000n;
      const sells = (profit: bigint) => candidateOf({ quote: quoteOf(repaid, seized), sold: repaid + profit });
      const limits = { minBonusShareBps, minProfitUsd: -(10n ** 20n) };
      expect(plan(inputOf([sells(floor)], limits)).ok).toBe(true);
      if (floor === 0n) continue;
      expect(refusal([sells(floor - 1n)], limits).reason).toMatchObject({ code: "bonus-share", numbers: { floor } });
    }
  });

  it("counts the premium as a cost, and not out of the bonus", () => {
    const lender = offerOf("aave", { premium: { rate: 1n, scale: 100n, rounding: "floor" } });
    // 10,500 seized, 10,000 repaid: 37 % of 500 are needed, after the 100 that the lender wants
    expect(refusal([candidateOf({ offer: lender, sold: 10_284_999999n })]).reason.numbers).toMatchObject({
      floor: 185_000000n,
    });
    expect(planned([candidateOf({ offer: lender, sold: 10_285_000000n })]).expected.profit).toBe(185_000000n);
  });

  it("is what is left after the tip, to the unit", () => {
    const random = randomFrom(3);
    for (let round = 0; round < 300; round++) {
      const tipBps = Math.floor(random() * 9_000);
      const profit = 100_000000n + BigInt(Math.floor(random() * 400e6));
      const left = profit - (profit * BigInt(tipBps)) / 10_000n;
      // of a bonus of 500: the largest share that is left, and one more
      const minBonusShareBps = Number((left * 10_000n) / 500_000000n);
      const sells = candidateOf({ sold: 10_000_000000n + profit });
      const limits = { tipBps, tipRecipient: SOMEBODY, minProfitUsd: -(10n ** 20n) } as const;
      expect(planned([sells], { ...limits, minBonusShareBps }).expected.tip).toBe(profit - left);
      const { numbers } = refusal([sells], { ...limits, minBonusShareBps: minBonusShareBps + 1 }).reason;
      expect(numbers).toMatchObject({ left });
    }
  });
});

describe("the tip", () => {
  const inEther = candidateOf({ offer: offerOf("flash-swap"), sold: 4n * ONE_ETHER });

  it("to the block's producer is paid in wrapped ether only", () => {
    expect(planned([inEther], { tipBps: 1_000 }).expected).toMatchObject({ profit: 500_000000n, tip: 50_000000n });
    expect(planned([inEther], { tipBps: 1_000 }).expected.netUsd).toBe(439_00000000n);
    expect(planned([candidateOf()], { tipBps: 1_000 }).expected.tip).toBe(0n);
  });

  it("to anybody else is paid in what there is, each part rounded down", () => {
    expect(planned([candidateOf()], { tipBps: 1_000, tipRecipient: SOMEBODY }).expected.tip).toBe(30_000000n);
    // 333 of 3,333,333,333 wei and 1 of 3 units: shares of both round down on their own
    const odd = { ...quoteOf(), funding: 10_000_000003n };
    const both = candidateOf({ offer: offerOf("flash-swap"), quote: odd, sold: 4n * ONE_ETHER + 1n });
    const collateral = (2n * 10n ** 17n - 1n) * 1_000n;
    const profit = 3n + ((2n * 10n ** 17n - 1n) * 2_500_000000n) / ONE_ETHER;
    const tip =
      (3n * profit * 1_000n) / (profit * 10_000n) +
      (((collateral * profit) / (profit * 10_000n)) * 2_500_000000n) / ONE_ETHER;
    expect(planned([both], { tipBps: 1_000, tipRecipient: SOMEBODY }).expected).toMatchObject({ profit, tip });
  });

  it("out of kept aTokens goes to a named recipient only", () => {
    const kept = candidateOf({
      action: actionOf({ keptAs: "aTokens" }),
      offer: offerOf("wallet"),
      route: null,
      sale: null,
    });
    expect(planned([kept], { tipBps: 1_000 }).expected.tip).toBe(0n);
    // a tenth of the profit of 500 USDC, out of aTokens worth 10,500
    expect(planned([kept], { tipBps: 1_000, tipRecipient: SOMEBODY }).expected.tip).toBe(50_000000n);
  });

  it("does not make a worse plan win by being impossible there, unless the minimum needs it", () => {
    const candidates = [inEther, candidateOf({ sold: 10_480_000000n })];
    expect(planned(candidates, { tipBps: 1_000 }).expected.tip).toBe(50_000000n);
    expect(planned(candidates, { tipBps: 1_000, minProfitUsd: 460_00000000n }).expected.tip).toBe(0n);
  });
});

describe("the terms on chain", () => {
  it.each([
    [USDC, 1_00000000n],
    [USDC, 99_970001n],
    [WBTC, 60_000_12345678n],
    [WETH, 2_499_99999999n],
  ])("ask for at least minimum and gas in %o at %d, rounded up by less than a unit", (debt, debtPriceUsd) => {
    const unit = 10n ** BigInt(debt.decimals);
    const action = actionOf({ debt, debtPriceUsd, oracle: { numerator: unit, denominator: ONE_ETHER } });
    const quote = quoteOf(4_000n * unit, 42n * 10n ** 17n);
    const { onChain, expected } = planned([candidateOf({ action, quote, sold: 5_000n * unit })], {
      minProfitUsd: -7_00000000n,
    });
    const needed = (expected.gasCostUsd - 7_00000000n) * unit;
    expect(onChain.terms.minProfit * debtPriceUsd >= needed).toBe(true);
    expect((onChain.terms.minProfit - 1n) * debtPriceUsd < needed).toBe(true);
  });

  it("ask for what is planned less the tolerance, rounded against whoever would take it", () => {
    // 300 USDC of profit on 10,000 repaid
    const least = (limits: Parameters<typeof inputOf>[1]) => planned([candidateOf()], limits).onChain.terms.minProfit;
    expect(least({ priceToleranceBps: 0 })).toBe(300_000000n);
    expect(least({ priceToleranceBps: 50 })).toBe(250_000000n);
    expect(least({ priceToleranceBps: 50, tipBps: 1_000, tipRecipient: SOMEBODY })).toBe(220_000000n);
    // the minimum of 50 USD and 11 USD of gas
    expect(least({ priceToleranceBps: 250 })).toBe(61_000000n);
    const odd = candidateOf({ quote: quoteOf(9_999_999999n), sold: 10_300_000000n });
    expect(planned([odd], { priceToleranceBps: 50 }).onChain.terms.minProfit).toBe(300_000001n - 50_000000n);
  });

  it("never ask for nothing, which the contract refuses", () => {
    expect(planned([candidateOf()], { minProfitUsd: -11_00000000n }).onChain.terms.minProfit).toBe(1n);
  });

  it("are the caller's limits and a deadline after the block", () => {
    const limits = { tipBps: 20, tipRecipient: SOMEBODY, minBonusShareBps: 250, deadlineSeconds: 36n };
    const { onChain } = planned([candidateOf({ offer: offerOf("aave") })], limits);
    expect(onChain.terms).toMatchObject({ tipBps: 20, tipRecipient: SOMEBODY, minBonusShareBps: 250, deadline: 1_036 });
    expect(onChain.funding).toEqual({ source: 3, lender: offerOf("aave").lender, amount: 10_000_000000n });
    expect(onChain).toMatchObject({ selling: 1, route: packRoute(routeOf()) });
    expect(onChain.target).toMatchObject({ collateral: WETH.address, debt: USDC.address, amount: 10_000_000000n });
  });
});

describe("planning", () => {
  it("is pure: no network, no clock, no chance, nothing changed", () => {
    const ways = [offerOf("callback"), offerOf("aave"), offerOf("flash-swap")];
    const input = frozen(
      inputOf(
        ways.map((offer) =>
          candidateOf({ offer, sold: offer.sale === "exact-output" ? 4n * ONE_ETHER : 10_300_000000n }),
        ),
      ),
    );
    const forbidden = () => {
      throw new Error("a plan looked outside");
    };
    const before = plan(input);
    vi.useFakeTimers({ now: 0 });
    vi.stubGlobal("fetch", forbidden);
    vi.spyOn(Math, "random").mockImplementation(forbidden);
    vi.spyOn(Date, "now").mockImplementation(forbidden);
    expect(plan(input)).toEqual(before);
    vi.restoreAllMocks();
  });
});

function frozen<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) frozen(inner);
  }
  return value;
}

function randomCandidate(random: () => number, pick: <T>(list: readonly T[]) => T): QuotedCandidate {
  const offer = pick([
    offerOf("callback"),
    offerOf("aave"),
    offerOf("flash-swap"),
    offerOf("wallet", { gas: 50_000n }),
  ]);
  const action = pick([
    actionOf(),
    actionOf({ collateral: WBTC, oracle: { numerator: 60_000_000000n, denominator: 10n ** 8n } }),
    actionOf({ id: "liquidate/twin", debtPriceUsd: 99_800000n }),
  ]);
  const repaid = 1_000_000000n + BigInt(Math.floor(random() * 50_000e6));
  const { numerator, denominator } = action.oracle;
  const seized = (repaid * denominator * BigInt(10_200 + Math.floor(random() * 600))) / (numerator * 10_000n);
  const loss = BigInt(Math.floor(random() * 600));
  const value = (seized * numerator) / denominator;
  const sold =
    offer.sale === "exact-output"
      ? (repaid * denominator * (10_000n + loss)) / (numerator * 10_000n)
      : (value * (10_000n - loss)) / 10_000n;
  return candidateOf({
    offer,
    action,
    quote: quoteOf(repaid, seized),
    sold,
    route: routeOf(pick([[500], [500, 3000]])),
  });
}

/** The same by another way: in floating dollars. */
function judged(candidate: QuotedCandidate): { value: number; isWithin: boolean } {
  const { action, offer, quote, sale } = candidate;
  const price = Number(action.oracle.numerator) / Number(action.oracle.denominator);
  const sold = Number(sale?.ok ? sale.amount : 0n);
  const [owed, worth] = [Number(quote.repaid + premiumOf(offer, quote.funding)), Number(quote.seized) * price];
  const profit = offer.sale === "exact-output" ? worth - sold * price : sold - owed;
  const gas = Number(gasOf(candidate)) * 11e-9 * 2_500;
  const value = (profit / 1e6) * (Number(action.pays.priceUsd) / 1e8) - gas;
  // losses are drawn in whole basis points: no rounding comes near the next one
  return { value, isWithin: profit + 10 >= Math.max(0, (worth - owed) * 0.37) };
}
