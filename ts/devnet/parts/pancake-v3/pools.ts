import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A pool and how deep it is: `width` ticks to either side (null: every tick), `value` USD of each side. */
export interface PancakePoolPlan {
  tokenA: TokenSymbol;
  tokenB: TokenSymbol;
  /** Hundredths of a basis point. */
  fee: number;
  tickSpacing: number;
  bands: readonly { readonly width: number | null; readonly value: number }[];
}

/** A tick is one basis point of price. */
const TEN_PERCENT = 953;
const HALF_PERCENT = 50;

/** With fees and spacings that the factory's constructor knows. */
export const PANCAKE_POOLS: readonly PancakePoolPlan[] = [
  {
    ...{ tokenA: "WETH", tokenB: "USDC", fee: 500, tickSpacing: 10 },
    bands: [
      { width: null, value: 2_000_000 },
      { width: TEN_PERCENT, value: 400_000 },
    ],
  },
  {
    ...{ tokenA: "WETH", tokenB: "USDT", fee: 2500, tickSpacing: 50 },
    bands: [{ width: null, value: 3_000_000 }],
  },
  {
    ...{ tokenA: "wstETH", tokenB: "WETH", fee: 100, tickSpacing: 1 },
    bands: [
      { width: null, value: 300_000 },
      { width: HALF_PERCENT, value: 1_000_000 },
    ],
  },
];
