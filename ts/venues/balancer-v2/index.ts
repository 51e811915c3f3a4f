import type { Venue } from "../venue.ts";
import { BALANCER_V2_ADDRESSES } from "./addresses.ts";
import { checkBook } from "./check-book.ts";
import { readPools } from "./read-pools.ts";

/** Weighted and stable pools of Balancer V2. */
export const balancerV2: Venue = {
  name: "balancer-v2",
  title: "Balancer V2",
  addresses: BALANCER_V2_ADDRESSES,
  pools: readPools,
  errors: {
    abi: [],
    words: { "BAL#304": ["too-little-liquidity", "the pool takes no more than a third of what it has at once"] },
  },
  checkBook,
};
