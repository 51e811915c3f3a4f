import type { DevnetPart } from "../../part.ts";
import type { BalancerAddresses } from "./addresses.ts";
import { deployBalancer } from "./deploy-balancer.ts";
import { BALANCER_SOURCES } from "./sources.ts";
import { tradeToFeeds } from "./trade-to-feeds.ts";

/** The vault of Balancer V2, a weighted and a stable pool, whose liquidity is the whale's. */
export const balancerV2: DevnetPart<"balancer", BalancerAddresses> = {
  name: "balancer-v2",
  key: "balancer",
  title: "Balancer V2",
  sources: BALANCER_SOURCES,
  deploy: deployBalancer,
  book: ({ vault, pools }) => ({ vault, pools: pools.map(({ id }) => id) }),
  contracts: ({ vault }) => [["Balancer's vault", vault]],
  tradeToFeeds,
};
