import { describe, expect, it } from "vitest";
import { stateOf, USD } from "./account.fixture.ts";
import { aaveV3 } from "./index.ts";

const marketOf = (plan: Partial<Parameters<typeof stateOf>[0]>) =>
  stateOf({ collateral: {}, debt: {}, ...plan }).market;

describe("usdPrices", () => {
  it("are those of the market's oracle, brought to 8 decimals", () => {
    const market = marketOf({
      reserves: { DAI: { price: 123_456_789_012n } },
      market: { baseCurrencyUnit: 10n ** 10n },
    });
    const [weth, usdc, dai] = market.reserves.map(({ token }) => token.address.toLowerCase());
    const expected = [
      [weth, 26n * USD],
      [usdc, USD / 100n],
      [dai, 1_234_567_890n],
    ];
    expect([...aaveV3.usdPrices(market)]).toEqual(expected);
  });

  it("are not known of a reserve without a price, nor in another base currency", () => {
    const market = marketOf({ reserves: { WETH: { price: null }, USDC: { price: 0n } } });
    expect([...aaveV3.usdPrices(market).values()]).toEqual([USD]);
    expect(aaveV3.usdPrices(marketOf({ market: { baseIsUsd: false } })).size).toBe(0);
  });

  it("leave nothing to ask for elsewhere", () => {
    expect(aaveV3.pricedTokens(marketOf({}))).toEqual([]);
  });
});
