import { parseUnits } from "viem";
import { ASSETS } from "./assets.ts";
import type { TokenSymbol } from "./token-symbols.ts";

/** Whole tokens by symbol, as decimal strings. */
export type Amounts = Partial<Record<TokenSymbol, string>>;

/** An amount of a token in base units, as a decimal string. */
export interface TokenAmount {
  symbol: TokenSymbol;
  amount: string;
}

/** Whole tokens to base units. */
export function tokenAmounts(amounts: Amounts): TokenAmount[] {
  return (Object.entries(amounts) as [TokenSymbol, string][]).map(([symbol, whole]) => ({
    symbol,
    amount: parseUnits(whole, ASSETS[symbol].decimals).toString(),
  }));
}
