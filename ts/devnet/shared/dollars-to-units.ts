import { ASSETS } from "./assets.ts";
import type { TokenSymbol } from "./token-symbols.ts";

/** Base units of a token that are worth so many USD, rounded down. */
export function dollarsToUnits(symbol: TokenSymbol, dollars: bigint): bigint {
  const { price, decimals } = ASSETS[symbol];
  return (dollars * 10n ** BigInt(8 + decimals)) / price;
}
