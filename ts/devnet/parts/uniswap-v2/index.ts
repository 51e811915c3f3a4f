import type { DevnetPart } from "../../part.ts";
import type { UniswapV2Addresses } from "./addresses.ts";
import { deployUniswapV2 } from "./deploy-pairs.ts";
import { UNISWAP_V2_SOURCES } from "./sources.ts";
import { tradeToFeeds } from "./trade-to-feeds.ts";

/** Uniswap V2 and its pairs, whose liquidity is the whale's. */
export const uniswapV2: DevnetPart<"uniswapV2", UniswapV2Addresses> = {
  name: "uniswap-v2",
  key: "uniswapV2",
  title: "Uniswap V2",
  sources: UNISWAP_V2_SOURCES,
  deploy: deployUniswapV2,
  book: ({ factory, pairInitCodeHash }) => [{ name: "Uniswap V2", factory, pairInitCodeHash, feeBps: 30 }],
  contracts: ({ factory }) => [["Uniswap V2 factory", factory]],
  tradeToFeeds,
};
