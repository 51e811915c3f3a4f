import { formatUnits } from "viem";
import { BPS, MAX_UINT256, max, min, mulDiv, percentMulHalfUp, RAY, rayMulHalfUp } from "../../core/math/math.ts";
import type { Fields } from "../../core/records/fields.ts";
import type { Results } from "../../core/records/results.ts";
import type { VectorSuite } from "../../vectors/suite.ts";
import { healthFactorOf } from "../aave/health.ts";
import { binomialInterestPerSecond, linearInterest } from "../aave/interest.ts";
import { maxDebtOf } from "./liquidate.ts";
import { AAVE_V2_POLICY } from "./policy.ts";
import { seizeAmounts } from "./seize.ts";
import { HEALTH_RULES } from "./totals.ts";

const unitOf = (decimals: bigint): bigint => 10n ** decimals;

function seize(input: Fields): Results {
  // where the debt is not told, what was asked for was allowed
  const userDebt = input.integer("userDebt", MAX_UINT256);
  const maxLiquidatableDebt = maxDebtOf({ debt: { debt: userDebt } });
  const asked = input.integer("debtToCover");
  const { repaid, gross } = seizeAmounts(
    {
      debtToCover: min(asked, maxLiquidatableDebt),
      debtPrice: input.integer("debtPrice"),
      debtUnit: unitOf(input.integer("debtDecimals")),
      collateralBalance: input.integer("userCollateralBalance", MAX_UINT256),
      collateralPrice: input.integer("collateralPrice"),
      collateralUnit: unitOf(input.integer("collateralDecimals")),
      bonusBps: input.integer("liquidationBonusBps"),
    },
    AAVE_V2_POLICY,
  );
  return { debtRepaid: repaid, collateralSeized: gross, maxLiquidatableDebt };
}

/** Health as the contract rounds it; the threshold is the account's mean. */
function account(input: Fields): Results {
  const [collateral, debt] = [input.integer("totalCollateralBase"), input.integer("totalDebtBase")];
  const weighted = collateral * input.integer("liquidationThresholdBps");
  const borrowable = percentMulHalfUp(collateral, input.integer("ltvBps", 0n));
  return {
    healthFactor: healthFactorOf(collateral, weighted, debt, HEALTH_RULES),
    healthFactorDecimal: decimalOf(weighted, debt * BPS),
    availableBorrowsBase: max(borrowable - debt, 0n),
  };
}

/** A quotient with 20 decimal places, the last one rounded, as the libraries of Aave give it. */
function decimalOf(numerator: bigint, denominator: bigint): string {
  return formatUnits(mulDiv(numerator, 10n ** 20n, denominator, "half-up"), 20);
}

function scaledBalance(input: Fields): Results {
  const seconds = input.integer("now") - input.integer("lastUpdate");
  const growth = linearInterest(input.integer("liquidityRate"), seconds);
  const index = rayMulHalfUp(growth, input.integer("liquidityIndex"));
  return { aTokenBalance: rayMulHalfUp(input.integer("scaledATokenBalance"), index) };
}

function rates(input: Fields): Results {
  const [rate, index] = [input.integer("rate"), input.integer("index", RAY)];
  const seconds = input.integer("now") - input.integer("lastUpdate");
  const [linear, compounded] = [linearInterest(rate, seconds), binomialInterestPerSecond(rate, seconds)];
  return {
    linear,
    compounded,
    normalizedIncome: rayMulHalfUp(linear, index),
    compoundedBalance: rayMulHalfUp(input.integer("scaledBalance"), rayMulHalfUp(compounded, index)),
  };
}

export const aaveV2Vectors: VectorSuite = {
  runners: { seize, account, "health-factor": account, "scaled-balance": scaledBalance, rates },
};
