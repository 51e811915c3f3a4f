import type { DevnetPart } from "../../part.ts";
import type { UniswapV4Addresses } from "./addresses.ts";
import { deployUniswapV4 } from "./deploy-uniswap-v4.ts";
import { UNISWAP_V4_SOURCES } from "./sources.ts";
import { tradeToFeeds } from "./trade-to-feeds.ts";

/** The manager of Uniswap V4 and pools without hooks, whose liquidity is the whale's. */
export const uniswapV4: DevnetPart<"uniswapV4", UniswapV4Addresses> = {
  name: "uniswap-v4",
  key: "uniswapV4",
  title: "Uniswap V4",
  sources: UNISWAP_V4_SOURCES,
  deploy: deployUniswapV4,
  book: ({ poolManager }) => ({ poolManager }),
  contracts: ({ poolManager }) => [["Uniswap V4's manager", poolManager]],
  tradeToFeeds,
};
