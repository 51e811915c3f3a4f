import { describe, expect, it } from "vitest";
import { RAY } from "../../core/math/math.ts";
import { stateOf } from "./account.fixture.ts";
import { tallyDebts } from "./tally-debts.ts";

const reserves = { USDC: { scaledVariableDebt: 300_000_000n, variableBorrowIndex: RAY + 1n }, DAI: {} };
const one = stateOf({ collateral: { WETH: 1 }, debt: { USDC: 100 }, reserves });
const other = stateOf({ collateral: { WETH: 1 }, debt: { USDC: 200 }, reserves });
const usdc = ({ token }: { token: { symbol: string } }) => token.symbol === "USDC";

describe("the debts of a market", () => {
  it("add up to the last unit", () => {
    expect(tallyDebts(one.market, [one.position, other.position]).find(usdc)).toMatchObject({
      whole: 300_000_000n,
      found: 300_000_000n,
      missing: 0n,
    });
  });

  it("lack what nobody is found for, in tokens with interest, rounded up", () => {
    expect(tallyDebts(one.market, [one.position]).find(usdc)).toMatchObject({
      found: 100_000_000n,
      missing: 200_000_001n,
    });
    expect(tallyDebts(one.market, []).find(usdc)).toMatchObject({ found: 0n, missing: 300_000_001n });
  });

  it("are not judged where the market does not say what is owed", () => {
    const weth = tallyDebts(one.market, []).find(({ token }) => token.symbol === "WETH");
    expect(weth).toMatchObject({ whole: null, missing: 0n });
  });
});
