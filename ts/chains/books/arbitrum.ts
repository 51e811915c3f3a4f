import { ASSETS } from "@aave-dao/aave-address-book/AaveV3Arbitrum";
import type { ChainFacts } from "../../core/chain-book.ts";

/** Arbitrum. Tokens: @aave-dao/aave-address-book. */
export const facts: ChainFacts = {
  chainId: 42161,
  name: "arbitrum",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  routeTokens: [
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDCn.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
