import { ASSETS } from "@aave-dao/aave-address-book/AaveV3Base";
import type { ChainFacts } from "../../core/chain-book.ts";

/** Base. Tokens: @aave-dao/aave-address-book. */
export const facts: ChainFacts = {
  chainId: 8453,
  name: "base",
  wrappedNative: ASSETS.WETH.UNDERLYING,
  routeTokens: [ASSETS.WETH.UNDERLYING, ASSETS.USDC.UNDERLYING, ASSETS.cbBTC.UNDERLYING, ASSETS.USDbC.UNDERLYING],
};
