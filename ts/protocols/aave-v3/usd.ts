import { mulDivDown } from "../../core/math/math.ts";
import type { AaveV3Market } from "./state.ts";

/** 1 USD in the reports of this project. */
const USD = 10n ** 8n;

/**
 * A price or value in the market's base currency as USD with 8 decimals, floored; null when the base is not USD.
 * @param base not negative: the oracle's prices and the pool's totals are unsigned
 */
export function baseToUsd(base: bigint, { baseIsUsd, baseCurrencyUnit }: AaveV3Market): bigint | null {
  if (!baseIsUsd) return null;
  // as on every market there is; the division is dear where thousands of accounts are assessed
  if (baseCurrencyUnit === USD) return base;
  return mulDivDown(base, USD, baseCurrencyUnit);
}
