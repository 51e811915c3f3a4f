import { RAY, rayMulCeil, rayMulHalfUp } from "../../core/math/math.ts";
import { binomialInterest, exponentialInterest, linearInterest } from "../aave/interest.ts";
import type { AaveV3Rules } from "./rules.ts";
import type { AaveV3Reserve } from "./state.ts";

/** What two steps of compounding may round away against one long step, ray. */
const STEP_ROUNDING_RAY = 8n;

/** Factor by which variable debt grows, ray. Source: `MathUtils.calculateCompoundedInterest`. */
export const compoundedInterest = (rateRay: bigint, seconds: bigint, rules: AaveV3Rules): bigint =>
  rules.compounding === "exponential" ? exponentialInterest(rateRay, seconds) : binomialInterest(rateRay, seconds);

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
