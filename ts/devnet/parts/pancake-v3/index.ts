import type { DevnetPart } from "../../part.ts";
import type { PancakeAddresses } from "./addresses.ts";
import { deployPancake } from "./deploy-pancake.ts";
import { PANCAKE_SOURCES } from "./sources.ts";
import { tradeToFeeds } from "./trade-to-feeds.ts";

/** PancakeSwap V3 and its pools, whose liquidity is the whale's. */
export const pancakeV3: DevnetPart<"pancake", PancakeAddresses> = {
  name: "pancake-v3",
  key: "pancake",
  title: "PancakeSwap V3",
  sources: PANCAKE_SOURCES,
  deploy: deployPancake,
  book: ({ factory, poolDeployer, poolInitCodeHash }) => ({ factory, poolDeployer, poolInitCodeHash }),
  contracts: ({ factory }) => [["PancakeSwap V3 factory", factory]],
  tradeToFeeds,
};
