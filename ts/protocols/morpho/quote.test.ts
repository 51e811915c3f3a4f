import { decodeAbiParameters } from "viem";
import { describe, expect, it } from "vitest";
import { MAX_UINT256, WAD } from "../../core/math/math.ts";
import { isLoanAction, type LoanAction, type Moment, type SeizeQuote } from "../action.ts";
import { assess } from "./assess.ts";
import { MARKET_PARAMS_COMPONENTS } from "./market-id.ts";
import { marketWith, OPTIONS, positionWith, priceOf, readOf, TARGET, TIME } from "./position.fixture.ts";
import { quote } from "./quote.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";

/** A position, and what is offered for it. */
interface Offer {
  readonly market: MorphoMarket;
  readonly position: MorphoPosition;
  readonly action: LoanAction;
  readonly at: Moment;
}

function offerOf(
  changes: Partial<MorphoPosition> = {},
  marketChanges: Partial<MorphoMarket> = {},
  options: Partial<typeof OPTIONS> = {},
): Offer {
  const [market, position] = [marketWith(marketChanges), positionWith(changes)];
  const asked = { ...OPTIONS, ...options };
  const [action] = assess(TARGET, readOf(market), readOf(position), asked).actions;
  if (action === undefined || !isLoanAction(action)) throw new Error("nothing is offered");
  return { market, position, action, at: { timestamp: TIME, horizonSeconds: asked.horizonSeconds } };
}
const resultOf = ({ market, position, action, at }: Offer, size: bigint) => quote(market, position, action, size, at);
function quoteOf(offer: Offer, size = offer.action.pays.most): SeizeQuote {
  const result = resultOf(offer, size);
  if (!result.ok) throw new Error(result.reason.code);
  return result.quote;
}
const TARGET_DATA = [
  { type: "tuple", components: MARKET_PARAMS_COMPONENTS },
  { type: "bool" },
  { type: "bool" },
] as const;
const dataOf = ({ data }: Pick<SeizeQuote, "data">) => decodeAbiParameters(TARGET_DATA, data);
const BAD = { borrowShares: 26_000n * 10n ** 12n };

describe("a quote", () => {
  it("repays all shares where the collateral pays for them", () => {
    const offer = offerOf();
    const whole = quoteOf(offer);
    expect(whole).toMatchObject({
      repaid: 24_000_000_000n,
      funding: 24_000_000_000n,
      amount: 24_000n * 10n ** 12n,
      protocolFee: 0n,
    });
    // 24000 * 1.043841336116910229 = 25052.192066 in whole units of USDC, / 2600
    expect(whole.seized).toBe(9_635_458_486_923_076_923n);
    expect(dataOf(whole)).toEqual([offer.market.params, true, true]);
    expect(quoteOf(offer, MAX_UINT256)).toEqual(whole);
  });

  it("seizes all collateral where it does not", () => {
    const whole = quoteOf(offerOf(BAD));
    expect(whole).toMatchObject({ seized: 10n ** 19n, amount: 10n ** 19n });
    expect(whole.repaid).toBe(24_908_000_001n); // 26000 / 1.0438
    expect(dataOf(whole)[1]).toBe(false);
  });

  it("never repays more than asked, and seizes more for more", () => {
    for (const position of [{}, BAD]) {
      const offer = offerOf(position);
      const { most } = offer.action.pays;
      let before = 0n;
      for (let part = 1n; part <= 300n; part++) {
        const size = (most * part) / 300n;
        const quoted = quoteOf(offer, size);
        expect(quoted.repaid <= size && size - quoted.repaid < 3n).toBe(true);
        expect(quoted.seized > before).toBe(true);
        if (part < 300n) expect([quoted.amount, dataOf(quoted)[1]]).toEqual([quoted.seized, false]);
        before = quoted.seized;
      }
    }
  });

  it("covers the interest of the horizon, whose shares stay the same", () => {
    const offer = offerOf({}, { borrowRate: WAD / 10n ** 8n }, { horizonSeconds: 100n });
    expect(offer.action.pays.most).toBe(24_000_024_000n); // a hundred times a hundred-millionth more
    expect(quoteOf(offer)).toMatchObject({ repaid: 24_000_024_000n, amount: 24_000n * 10n ** 12n });
  });

  it("is of its own moment, not of the one at which the action was offered", () => {
    const offer = offerOf({}, { borrowRate: WAD / 10n ** 8n });
    expect(offer.action.pays.most).toBe(24_000_000_000n);
    const later = { ...offer, at: { timestamp: TIME + 100n, horizonSeconds: 0n } };
    expect(quoteOf(later, MAX_UINT256)).toMatchObject({ repaid: 24_000_024_000n, amount: 24_000n * 10n ** 12n });
    // what was all no longer is
    expect(dataOf(quoteOf(later))[1]).toBe(false);
    expect(quoteOf(later).repaid).toBeLessThanOrEqual(24_000_000_000n);
  });

  it("is the same when market, position and action have been written down and read again", () => {
    for (const policy of [true, false]) {
      const offer = offerOf(BAD, { borrowRate: WAD / 10n ** 8n }, { horizonSeconds: 60n, realizeBadDebt: policy });
      const again = throughJson(offer);
      expect(again).toEqual(offer);
      for (const size of [offer.action.pays.most, 10_000_000_000n, 0n]) {
        expect(resultOf(again, size)).toEqual(resultOf(offer, size));
      }
    }
  });

  it.each([
    ["amount-too-small", {}, 0n],
    ["healthy", { price: priceOf(3_000n) }, 10n ** 9n],
    ["oracle-unavailable", { price: null }, 10n ** 9n],
    ["oracle-zero", { price: 0n }, 10n ** 9n],
    ["oracle-overflow", { price: MAX_UINT256 }, 10n ** 9n],
    ["irm-unavailable", { borrowRate: null, lastUpdate: TIME - 1n }, 10n ** 9n],
  ] as const)("is refused: %s", (code, changes, size) => {
    const offer = offerOf();
    const result = resultOf({ ...offer, market: { ...offer.market, ...changes } }, size);
    expect(result).toMatchObject({ ok: false, reason: { code } });
  });
});

describe("bad debt", () => {
  it("is not realised unless it is to be: one unit of collateral stays", () => {
    const offer = offerOf(BAD, {}, { realizeBadDebt: false });
    const { most } = offer.action.pays;
    for (const size of [most, most + 1n, MAX_UINT256]) {
      const whole = quoteOf(offer, size);
      expect(whole).toMatchObject({ seized: 10n ** 19n - 1n, amount: 10n ** 19n - 1n, repaid: most });
      expect(dataOf(whole).slice(1)).toEqual([false, false]);
    }
    const part = quoteOf(offer, 10_000_000000n);
    expect(part.repaid <= 10_000_000000n && part.repaid > 9_999_999990n).toBe(true);
  });

  it("is not at hand where all collateral pays for all shares to the share, and yet the unit stays", () => {
    // 10 ETH cost 26000 / 1.043841336116910229 = 24908.000001 in whole units of USDC; all shares would fetch a little more
    const exact = { borrowShares: 24_908_000_001n * 10n ** 6n };
    expect(quoteOf(offerOf(exact))).toMatchObject({ seized: 10n ** 19n });
    expect(quoteOf(offerOf(exact, {}, { realizeBadDebt: false }))).toMatchObject({ seized: 10n ** 19n - 1n });
  });

  it("passes on to the contract whether it may be realised", () => {
    expect(dataOf(quoteOf(offerOf({}, {}, { realizeBadDebt: false })))[2]).toBe(false);
  });
});

/** As a record or another process would have it: whole numbers as strings that are restored. */
function throughJson<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, item) => (typeof item === "bigint" ? `${item}n` : item));
  return JSON.parse(text, (_, item) =>
    typeof item === "string" && /^\d+n$/.test(item) ? BigInt(item.slice(0, -1)) : item,
  );
}
