import { ASSETS } from "../../shared/assets.ts";
import type { TokenSymbol } from "../../shared/token-symbols.ts";
import type { Coin } from "./addresses.ts";

/**
 * What one unit of each coin counts, in the value of the first, scaled so that every coin has 18 decimals.
 * @param priceOf USD with 8 decimals
 */
export async function ratesOf(
  coins: readonly Coin[],
  priceOf: (symbol: TokenSymbol) => Promise<bigint>,
): Promise<bigint[]> {
  const prices = await Promise.all(coins.map((coin) => priceOf(tokenOf(coin))));
  return coins.map((coin, index) => (prices[index]! * 10n ** BigInt(36 - ASSETS[tokenOf(coin)].decimals)) / prices[0]!);
}

/** Ether costs what WETH costs. */
export function tokenOf(coin: Coin): TokenSymbol {
  return coin === "ETH" ? "WETH" : coin;
}
