import { formatUnits } from "viem";
import { BPS, max, mulDiv, percentMulHalfUp, RAY, rayMulHalfUp } from "../../core/math/math.ts";
import type { Fields } from "../../core/records/fields.ts";
import type { Results } from "../../core/records/results.ts";
import type { VectorSuite } from "../../vectors/suite.ts";
import { healthFactorOf } from "../aave/health.ts";
import { binomialInterestPerSecond, linearInterest } from "../aave/interest.ts";
import { liquidate, maxDebtOf } from "./liquidate.ts";
import { AAVE_V2_POLICY } from "./policy.ts";
import { recordedLegs } from "./recorded-call.ts";
import { HEALTH_RULES } from "./totals.ts";

function seize(input: Fields): Results {
  const legs = recordedLegs({ input, reads: [] });
  const result = liquidate(legs, input.integer("debtToCover"), AAVE_V2_POLICY);
  if (!result.ok) return { revert: result.error };
  const { repaid, gross } = result.amounts;
  return { debtRepaid: repaid, collateralSeized: gross, maxLiquidatableDebt: maxDebtOf(legs) };
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
