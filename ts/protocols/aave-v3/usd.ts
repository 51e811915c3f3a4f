import { mulDivDown } from "../../core/math/math.ts";
import type { AaveV3Market } from "./state.ts";

/** 1 USD in the reports of this project. */
const USD = 10n ** 8n;

/**
 * A price or value in the market's base currency as USD with 8 decimals, floored; null when the base is not USD.
 * @param base not negative: the oracle's prices and the pool's totals are unsigned
 */
export const baseToUsd = (base: bigint, market: AaveV3Market): bigint | null =>
  market.baseIsUsd ? mulDivDown(base, USD, market.baseCurrencyUnit) : null;
