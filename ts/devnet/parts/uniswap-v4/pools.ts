import type { Currency } from "./addresses.ts";

/** A pool and how deep it is: `width` ticks to either side (null: every tick), `value` USD of each side. */
export interface UniswapV4PoolPlan {
  currencies: readonly [Currency, Currency];
  /** Hundredths of a basis point. */
  fee: number;
  tickSpacing: number;
  bands: readonly { readonly width: number | null; readonly value: number }[];
}

/** A tick is one basis point of price. */
const TEN_PERCENT = 953;
const HALF_PERCENT = 50;

/** One of ether itself. USDT is in none: the routers of V4's own tests cannot pay with a token that returns nothing. */
export const UNISWAP_V4_POOLS: readonly UniswapV4PoolPlan[] = [
  {
    currencies: ["ETH", "USDC"],
    fee: 500,
    tickSpacing: 10,
    bands: [
      { width: null, value: 3_000_000 },
      { width: TEN_PERCENT, value: 500_000 },
    ],
  },
  {
    currencies: ["WETH", "USDC"],
    fee: 3000,
    tickSpacing: 60,
    bands: [{ width: null, value: 2_000_000 }],
  },
  {
    currencies: ["USDC", "DAI"],
    fee: 100,
    tickSpacing: 1,
    bands: [
      { width: null, value: 500_000 },
      { width: HALF_PERCENT, value: 2_000_000 },
    ],
  },
];
