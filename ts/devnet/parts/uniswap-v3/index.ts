import type { DevnetPart } from "../../part.ts";
import type { UniswapAddresses } from "./addresses.ts";
import { deployUniswap } from "./deploy-uniswap.ts";
import { UNISWAP_SOURCES } from "./sources.ts";
import { tradeToFeeds } from "./trade-to-feeds.ts";

/** Every fee with which the factory makes pools, hundredths of a basis point. */
const FEE_TIERS = [100, 500, 3000, 10_000] as const;

/** Uniswap V3 and its pools, whose liquidity is the whale's. */
export const uniswapV3: DevnetPart<"uniswap", UniswapAddresses> = {
  name: "uniswap-v3",
  key: "uniswap",
  title: "Uniswap V3",
  sources: UNISWAP_SOURCES,
  deploy: (deployer, { tokens, accounts }) => deployUniswap(deployer, tokens, accounts.whale),
  book: ({ factory, poolInitCodeHash }) => ({ factory, poolInitCodeHash, feeTiers: FEE_TIERS }),
  contracts: ({ factory }) => [["Uniswap V3 factory", factory]],
  tradeToFeeds,
};
