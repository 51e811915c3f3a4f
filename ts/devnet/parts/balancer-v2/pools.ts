import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A pool and how deep it is. */
export interface BalancerPoolPlan {
  name: string;
  /** USD of each token. */
  value: Partial<Record<TokenSymbol, bigint>>;
  /** Share of the trade, 18 decimals. */
  swapFee: bigint;
  /** How flat the curve of a stable pool is; null: weighted by value. */
  amplification: bigint | null;
}

export const BALANCER_POOLS: readonly BalancerPoolPlan[] = [
  {
    name: "60WETH-40USDC",
    value: { WETH: 6_000_000n, USDC: 4_000_000n },
    swapFee: 3n * 10n ** 15n,
    amplification: null,
  },
  {
    name: "USDC-USDT-DAI",
    value: { USDC: 3_000_000n, USDT: 3_000_000n, DAI: 3_000_000n },
    swapFee: 10n ** 14n,
    amplification: 500n,
  },
];
