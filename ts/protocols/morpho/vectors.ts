import type { Address } from "viem";
import { MAX_UINT256, min, mulDivUp, WAD, wadDivUp } from "../../core/math/math.ts";
import type { Fields } from "../../core/records/fields.ts";
import type { Results } from "../../core/records/results.ts";
import type { VectorSuite } from "../../vectors/suite.ts";
import { annualYield } from "./apy.ts";
import { healthOf, incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import { amountsBySeized, amountsByShares } from "./liquidate.ts";
import { marketIdOf } from "./market-id.ts";
import { preAmountsByShares, preLiquidationLimits } from "./pre-liquidation.ts";
import { toAssetsDown } from "./shares.ts";

const borrowSide = (input: Fields) => ({
  assets: input.integer("totalBorrowAssets"),
  shares: input.integer("totalBorrowShares"),
});

function marketId(input: Fields): Results {
  const address = (name: string) => input.text(name) as Address;
  const id = marketIdOf({
    loanToken: address("loanToken"),
    collateralToken: address("collateralToken"),
    oracle: address("oracle"),
    irm: address("irm"),
    lltv: input.integer("lltv"),
  });
  return { id };
}

const incentive = (input: Fields): Results => ({ liquidationIncentiveFactor: incentiveFactor(input.integer("lltv")) });

/** The health of a position, and the figures that borrowers are shown, which this project derives for checking only. */
function position(input: Fields): Results {
  const borrow = borrowSide(input);
  const [collateral, price, lltv] = [input.integer("collateral"), input.integer("price"), input.integer("lltv")];
  const borrowShares = input.integer("borrowShares");
  const { borrowed, collateralValue, maxBorrow, healthy, healthFactor } = healthOf({
    collateral,
    borrowShares,
    borrow,
    price,
    lltv,
  });
  const supply = {
    assets: input.integer("totalSupplyAssets", 0n),
    shares: input.integer("totalSupplyShares", 0n),
  };
  const ratioUp = (part: bigint, whole: bigint) => {
    if (part === 0n) return 0n;
    return whole === 0n ? MAX_UINT256 : wadDivUp(part, whole);
  };
  const isWorthless = price === 0n || lltv === 0n;
  // no collateral is enough then, unless nothing is owed
  const locked = () => (isWorthless ? collateral : mulDivUp(mulDivUp(borrowed, ORACLE_PRICE_SCALE, price), WAD, lltv));
  const needed = borrowed === 0n ? 0n : min(collateral, locked());
  // Morpho's own call divides by the price: nothing can be seized at zero
  const whole = price === 0n ? 0n : amountsByShares(borrowShares, { borrow, price, lltv }).seized;
  return {
    supplyAssets: toAssetsDown(input.integer("supplyShares", 0n), supply),
    borrowAssets: borrowed,
    collateralValue,
    maxBorrowAssets: maxBorrow,
    maxBorrowableAssets: maxBorrow > borrowed ? maxBorrow - borrowed : 0n,
    seizable: healthy ? 0n : min(collateral, whole),
    withdrawableCollateral: collateral - needed,
    healthy,
    liquidatable: !healthy,
    healthFactor,
    ltv: ratioUp(borrowed, collateralValue),
    borrowCapacityUsage: ratioUp(borrowed, maxBorrow),
  };
}

function repaidForSeized(input: Fields): Results {
  const market = { borrow: borrowSide(input), price: input.integer("price"), lltv: input.integer("lltv") };
  const { repaid, repaidShares } = amountsBySeized(input.integer("seizedAssets"), market);
  return { repaidAssets: repaid, repaidShares };
}

function preLiquidation(input: Fields): Results {
  const terms = {
    preLltv: input.integer("preLltv"),
    closeFactorLow: input.integer("preLCF1"),
    closeFactorHigh: input.integer("preLCF2"),
    incentiveLow: input.integer("preLIF1"),
    incentiveHigh: input.integer("preLIF2"),
  };
  const held = {
    collateral: input.integer("collateral"),
    borrowShares: input.integer("borrowShares"),
    borrow: borrowSide(input),
    price: input.integer("price"),
    lltv: input.integer("lltv"),
  };
  const limits = preLiquidationLimits(terms, held);
  // outside of its band nothing is due yet, or Morpho's own liquidation applies
  if (typeof limits === "string") return { seizable: 0n };
  return { seizable: preAmountsByShares(limits.repayableShares, { ...held, incentive: limits.incentive }).seized };
}

const rateToApy = (input: Fields): Results => ({ apyDecimal: annualYield(input.integer("ratePerSecond")) });

/** Recorded events (`liquidation-event`) carry neither price nor share totals: nothing can be computed from them. */
export const morphoVectors: VectorSuite = {
  runners: {
    "market-id": marketId,
    "incentive-factor": incentive,
    position,
    "repaid-for-seized": repaidForSeized,
    "pre-liquidation": preLiquidation,
    "rate-to-apy": rateToApy,
  },
};
