import { ASSETS } from "@aave-dao/aave-address-book/AaveV3Avalanche";
import type { ChainFacts } from "../../core/chain-book.ts";

/** Avalanche. Tokens: @aave-dao/aave-address-book. */
export const facts: ChainFacts = {
  chainId: 43114,
  name: "avalanche",
  wrappedNative: ASSETS.WAVAX.UNDERLYING,
  routeTokens: [
    ASSETS.WAVAX.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.USDt.UNDERLYING,
    ASSETS.WETHe.UNDERLYING,
    ASSETS.BTCb.UNDERLYING,
  ],
};
