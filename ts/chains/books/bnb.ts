import { ASSETS } from "@aave-dao/aave-address-book/AaveV3BNB";
import type { ChainFacts } from "../../core/chain-book.ts";

/** BNB Chain. Tokens: @aave-dao/aave-address-book. */
export const facts: ChainFacts = {
  chainId: 56,
  name: "bnb",
  wrappedNative: ASSETS.WBNB.UNDERLYING,
  routeTokens: [
    ASSETS.WBNB.UNDERLYING,
    ASSETS.USDT.UNDERLYING,
    ASSETS.USDC.UNDERLYING,
    ASSETS.BTCB.UNDERLYING,
    ASSETS.ETH.UNDERLYING,
  ],
};
