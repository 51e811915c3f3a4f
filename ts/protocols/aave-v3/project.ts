import { mulDivDown, RAY, rayMulCeil, rayMulHalfUp } from "../../core/math/math.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve } from "./state.ts";

const SECONDS_PER_YEAR = 365n * 86_400n;

/** What two steps of compounding may round away against one long step, ray. */
const STEP_ROUNDING_RAY = 8n;

/** Factor by which supply grows, ray. Source: `MathUtils.calculateLinearInterest`. */
export const linearInterest = (rateRay: bigint, seconds: bigint): bigint =>
  RAY + (rateRay * seconds) / SECONDS_PER_YEAR;

/** Factor by which variable debt grows, ray. Source: `MathUtils.calculateCompoundedInterest`. */
export function compoundedInterest(rateRay: bigint, seconds: bigint, rules: AaveV3Rules): bigint {
  if (seconds === 0n) return RAY;
  if (rules.compounding === "exponential") {
    const x = (rateRay * seconds) / SECONDS_PER_YEAR;
    return RAY + x + rayMulHalfUp(x, x / 2n + rayMulHalfUp(x, x / 6n));
  }
  const squared = rayMulHalfUp(rateRay, rateRay) / (SECONDS_PER_YEAR * SECONDS_PER_YEAR);
  const cubed = rayMulHalfUp(squared, rateRay) / SECONDS_PER_YEAR;
  const secondsMinusTwo = seconds > 2n ? seconds - 2n : 0n;
  const second = mulDivDown(seconds * (seconds - 1n), squared, 2n);
  const third = mulDivDown(seconds * (seconds - 1n) * secondsMinusTwo, cubed, 6n);
  return RAY + (rateRay * seconds) / SECONDS_PER_YEAR + second + third;
}

/**
 * The reserve `seconds` later at unchanged rates, for indices that are current at the block. The debt index is an upper
 * bound of what the contract will find, which compounds once from the reserve's last update: a repayment of the projected
 * debt never falls short.
 */
export function projectReserve(reserve: AaveV3Reserve, seconds: bigint, rules: AaveV3Rules): AaveV3Reserve {
  if (seconds === 0n) return reserve;
  const debtGrowth = compoundedInterest(reserve.variableBorrowRate, seconds, rules);
  // Where debt does not grow there is nothing to round, and a debt of whole units must not become one unit more.
  const rounding = debtGrowth > RAY ? STEP_ROUNDING_RAY : 0n;
  return {
    ...reserve,
    liquidityIndex: rayMulHalfUp(linearInterest(reserve.liquidityRate, seconds), reserve.liquidityIndex),
    variableBorrowIndex: rayMulCeil(debtGrowth, reserve.variableBorrowIndex) + rounding,
  };
}
