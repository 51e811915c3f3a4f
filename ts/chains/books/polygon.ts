import { ASSETS } from "@aave-dao/aave-address-book/AaveV3Polygon";
import type { ChainFacts } from "../../core/chain-book.ts";

/** Polygon. Tokens: @aave-dao/aave-address-book. Priority fee: what the pool of github.com/0xPolygon/bor takes, 25 gwei. */
export const facts: ChainFacts = {
  chainId: 137,
  name: "polygon",
  wrappedNative: ASSETS.WPOL.UNDERLYING,
  routeTokens: [
    ASSETS.WPOL.UNDERLYING,
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDCn.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.USDT0.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
  leastPriorityFee: 25_000_000_000n,
};
