import type { Coin } from "./addresses.ts";

/** A pool of coins that are worth the same, and how deep it is. */
export interface CurvePoolPlan {
  name: string;
  coins: readonly Coin[];
  /** Of `A` as the pool says it. */
  amplification: bigint;
  /** Of 1e10. */
  fee: bigint;
  /** USD of each coin. */
  value: bigint;
}

/** The second one pays ether itself, and counts wrapped staked ether as the ether that it stands for. */
export const CURVE_POOLS: readonly CurvePoolPlan[] = [
  { name: "3pool", coins: ["DAI", "USDC", "USDT"], amplification: 2000n, fee: 1_000_000n, value: 5_000_000n },
  { name: "wsteth", coins: ["ETH", "wstETH"], amplification: 200n, fee: 4_000_000n, value: 4_000_000n },
];
