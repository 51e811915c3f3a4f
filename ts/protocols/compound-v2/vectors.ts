import { wadMulDown } from "../../core/math/math.ts";
import type { Fields } from "../../core/records/fields.ts";
import type { Results } from "../../core/records/results.ts";
import type { VectorSuite } from "../../vectors/suite.ts";
import { shortfallOf, sum, weigh } from "./liquidity.ts";
import { redeem, seizeRatio, splitSeized } from "./seize.ts";

/** What a liquidation seizes and for whom, and what one call may repay. */
function seize(input: Fields): Results {
  const exchangeRate = input.integer("exchangeRate");
  const ratio = seizeRatio({
    incentive: input.integer("liquidationIncentive"),
    debtPrice: input.integer("priceBorrowed"),
    collateralPrice: input.integer("priceCollateral"),
    exchangeRate,
  });
  const seizeTokens = wadMulDown(ratio, input.integer("repayAmount"));
  const books = { cash: 0n, borrows: 0n, reserves: 0n, supply: seizeTokens, index: 0n, exchangeRate };
  const { toReserves, toLiquidator } = splitSeized(seizeTokens, input.integer("protocolSeizeShare", 0n), books);
  return {
    seizeTokens,
    protocolSeizeTokens: toReserves,
    liquidatorSeizeTokens: toLiquidator,
    ...(input.has("closeFactor") && {
      maxRepay: wadMulDown(input.integer("closeFactor"), input.integer("borrowBalance")),
    }),
  };
}

/** Whether and by how much an account is short, by the rates as they are given. */
function account(input: Fields): Results {
  const markets = input.list("markets").map((market) =>
    weigh({
      collateralFactor: market.integer("collateralFactor"),
      exchangeRate: market.integer("exchangeRate"),
      price: market.integer("price"),
      cTokens: market.integer("cTokenBalance"),
      debt: market.integer("borrowBalance"),
    }),
  );
  return { shortfall: shortfallOf(sum(markets)) };
}

const redeemed = (input: Fields): Results => ({
  redeemAmount: redeem(input.integer("redeemTokens"), input.integer("exchangeRate"), 0n).gross,
});

export const compoundV2Vectors: VectorSuite = { runners: { seize, account, redeem: redeemed } };
