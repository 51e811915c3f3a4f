import { ASSETS } from "@aave-dao/aave-address-book/AaveV3Optimism";
import type { ChainFacts } from "../../core/chain-book.ts";

/** Optimism. Tokens: @aave-dao/aave-address-book. */
export const facts: ChainFacts = {
  chainId: 10,
  name: "optimism",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  routeTokens: [
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDCn.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
