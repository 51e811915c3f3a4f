import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** Liquidity around the price: `width` ticks to either side (null: every tick), `value` USD of each token. */
export interface Band {
  width: number | null;
  value: bigint;
}

/** A Uniswap V3 pool and how deep it is. */
export interface PoolPlan {
  tokenA: TokenSymbol;
  tokenB: TokenSymbol;
  /** Hundredths of a basis point. */
  fee: number;
  bands: readonly Band[];
}

/** A tick is one basis point of price. */
const TEN_PERCENT = 953;
const TWO_PERCENT = 198;
const HALF_PERCENT = 50;

export const POOLS: readonly PoolPlan[] = [
  { tokenA: "WETH", tokenB: "USDC", fee: 500, bands: volatile(6_000_000n) },
  { tokenA: "WETH", tokenB: "USDC", fee: 3000, bands: volatile(3_000_000n) },
  { tokenA: "WETH", tokenB: "USDT", fee: 3000, bands: volatile(4_000_000n) },
  { tokenA: "WETH", tokenB: "DAI", fee: 3000, bands: volatile(3_000_000n) },
  { tokenA: "WBTC", tokenB: "WETH", fee: 3000, bands: volatile(6_000_000n) },
  { tokenA: "WBTC", tokenB: "WETH", fee: 500, bands: volatile(3_000_000n) },
  { tokenA: "LINK", tokenB: "WETH", fee: 3000, bands: volatile(1_500_000n) },
  { tokenA: "wstETH", tokenB: "WETH", fee: 100, bands: pegged(3_000_000n) },
  { tokenA: "USDC", tokenB: "USDT", fee: 100, bands: pegged(4_000_000n) },
  { tokenA: "USDC", tokenB: "DAI", fee: 100, bands: pegged(4_000_000n) },
];

/** Spread thinly over all prices, denser near the present one. `value` is USD per token over all prices. */
function volatile(value: bigint): Band[] {
  return [
    { width: null, value },
    { width: TEN_PERCENT, value: value / 5n },
    { width: TWO_PERCENT, value: value / 40n },
  ];
}

/** For two tokens that move together: nearly all of it within half a percent. */
function pegged(value: bigint): Band[] {
  return [
    { width: null, value: value / 4n },
    { width: HALF_PERCENT, value },
  ];
}
