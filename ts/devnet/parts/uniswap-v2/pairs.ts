import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A pair, and what it holds of each token in USD. */
export interface PairPlan {
  tokenA: TokenSymbol;
  tokenB: TokenSymbol;
  value: bigint;
}

export const PAIRS: readonly PairPlan[] = [
  { tokenA: "WETH", tokenB: "USDC", value: 5_000_000n },
  { tokenA: "WETH", tokenB: "USDT", value: 4_000_000n },
  { tokenA: "WETH", tokenB: "DAI", value: 2_000_000n },
  { tokenA: "WBTC", tokenB: "WETH", value: 3_000_000n },
  { tokenA: "LINK", tokenB: "WETH", value: 1_000_000n },
  { tokenA: "USDC", tokenB: "USDT", value: 500_000n },
];
