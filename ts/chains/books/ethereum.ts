import { ASSETS } from "@aave-dao/aave-address-book/AaveV3Ethereum";
import type { ChainFacts } from "../../core/chain-book.ts";

/** Ethereum. Tokens: @aave-dao/aave-address-book. */
export const facts: ChainFacts = {
  chainId: 1,
  name: "ethereum",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  routeTokens: [
    ASSETS.WETH.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.WBTC.UNDERLYING,
    ASSETS.DAI.UNDERLYING,
  ],
};
