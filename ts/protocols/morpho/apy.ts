import { WAD } from "../../core/math/math.ts";

const SECONDS_PER_YEAR = 365 * 86_400;

/**
 * Annual yield of a rate per second, compounded continuously. For people: a double, not for decisions about money.
 * @param ratePerSecond WAD
 * @returns a fraction, 0.05 for 5 %
 */
export const annualYield = (ratePerSecond: bigint): number =>
  Math.expm1((Number(ratePerSecond) * SECONDS_PER_YEAR) / Number(WAD));
