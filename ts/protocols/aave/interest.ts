import { mulDivDown, RAY, rayMulHalfUp } from "../../core/math/math.ts";

const SECONDS_PER_YEAR = 365n * 86_400n;

/** Factor by which supply grows, ray. Source: `MathUtils.calculateLinearInterest`, all versions. */
export const linearInterest = (rateRay: bigint, seconds: bigint): bigint =>
  RAY + (rateRay * seconds) / SECONDS_PER_YEAR;

/**
 * Factor by which debt grows until Aave V3.3 but for V2, ray: three terms of the binomial of (1 + rate per second)^seconds.
 * Source: `MathUtils.calculateCompoundedInterest`.
 */
export function binomialInterest(rateRay: bigint, seconds: bigint): bigint {
  if (seconds === 0n) return RAY;
  const squared = rayMulHalfUp(rateRay, rateRay) / (SECONDS_PER_YEAR * SECONDS_PER_YEAR);
  const cubed = rayMulHalfUp(squared, rateRay) / SECONDS_PER_YEAR;
  return RAY + (rateRay * seconds) / SECONDS_PER_YEAR + higherTerms(squared, cubed, seconds);
}

/** The same in V2, which divides the rate by the seconds of a year first. */
export function binomialInterestPerSecond(rateRay: bigint, seconds: bigint): bigint {
  if (seconds === 0n) return RAY;
  const perSecond = rateRay / SECONDS_PER_YEAR;
  const squared = rayMulHalfUp(perSecond, perSecond);
  const cubed = rayMulHalfUp(squared, perSecond);
  return RAY + perSecond * seconds + higherTerms(squared, cubed, seconds);
}

/** Factor by which debt grows since Aave V3.4, ray: three terms of the series of e^x. */
export function exponentialInterest(rateRay: bigint, seconds: bigint): bigint {
  const x = (rateRay * seconds) / SECONDS_PER_YEAR;
  return RAY + x + rayMulHalfUp(x, x / 2n + rayMulHalfUp(x, x / 6n));
}

function higherTerms(squared: bigint, cubed: bigint, seconds: bigint): bigint {
  const secondsMinusTwo = seconds > 2n ? seconds - 2n : 0n;
  const pairs = seconds * (seconds - 1n);
  return mulDivDown(pairs, squared, 2n) + mulDivDown(pairs * secondsMinusTwo, cubed, 6n);
}
