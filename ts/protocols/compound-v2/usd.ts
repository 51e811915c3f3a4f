import { mulDivDown } from "../../core/math/math.ts";
import type { CompoundMarket, CompoundToken } from "./state.ts";

/** Scale of a price of one unit, and of sums in the oracle's unit. */
const PRICE_SCALE = 10n ** 36n;
const SUM_SCALE = 10n ** 18n;
/** 1 USD in the reports of this project. */
const USD = 10n ** 8n;

type Unit = Pick<CompoundMarket, "unit">;

/** USD with 8 decimals of the oracle's unit; null when it is no dollar and nobody prices it. */
export function unitUsd({ unit }: Unit, usdPrices: ReadonlyMap<string, bigint>): bigint | null {
  return unit === null ? USD : (usdPrices.get(unit.toLowerCase()) ?? null);
}

/** USD per whole token, 8 decimals. */
export function priceUsd({ price, token }: Pick<CompoundToken, "price" | "token">, unit: bigint | null): bigint | null {
  if (price === null || price === 0n || unit === null) return null;
  return mulDivDown(price * 10n ** BigInt(token.decimals), unit, PRICE_SCALE);
}

/** A sum in the oracle's unit, 18 decimals, as USD with 8. */
export function sumUsd(sum: bigint, unit: bigint | null): bigint | null {
  return unit === null ? null : mulDivDown(sum, unit, SUM_SCALE);
}
