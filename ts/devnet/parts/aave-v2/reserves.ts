import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A token's reserve in a market of Aave V2. */
export interface ReservePlan {
  /** Basis points. */
  ltv: number;
  liquidationThreshold: number;
  /** Basis points, 10000 included. */
  liquidationBonus: number;
  /** Basis points of interest that go to the treasury. */
  reserveFactor: number;
  /** Whole tokens that the supplier lends. */
  cash: string;
}

/** Reserves of the market that counts in ether. */
export const MAIN_RESERVES: Partial<Record<TokenSymbol, ReservePlan>> = {
  WETH: reserve([8000, 8250, 10500, 1000], "20000"),
  WBTC: reserve([7200, 7500, 10650, 2000], "1000"),
  USDC: reserve([8000, 8500, 10500, 1000], "60000000"),
  USDT: reserve([7500, 8000, 10500, 1000], "30000000"),
  DAI: reserve([7500, 8000, 10500, 1000], "30000000"),
};

/** Reserves of the market that counts in dollars. Nobody lends its ether but who borrows against it. */
export const DOLLAR_RESERVES: Partial<Record<TokenSymbol, ReservePlan>> = {
  WETH: reserve([8000, 8250, 10500, 1000], "0"),
  USDC: reserve([8000, 8500, 10500, 1000], "5000000"),
};

export function reserve(
  [ltv, liquidationThreshold, liquidationBonus, reserveFactor]: readonly [number, number, number, number],
  cash: string,
): ReservePlan {
  return { ltv, liquidationThreshold, liquidationBonus, reserveFactor, cash };
}
