import type { VenueName } from "../core/names/names.ts";
import { balancerV2 } from "./balancer-v2/index.ts";
import { curve } from "./curve/index.ts";
import { pancakeV3 } from "./pancake-v3/index.ts";
import { uniswapV2 } from "./uniswap-v2/index.ts";
import { uniswapV3 } from "./uniswap-v3/index.ts";
import { uniswapV4 } from "./uniswap-v4/index.ts";
import type { Venue } from "./venue.ts";
import { wrappers } from "./wrappers/index.ts";

/** Registry: a new venue is one line here. */
export const VENUES: Readonly<Record<VenueName, Venue>> = {
  "uniswap-v3": uniswapV3,
  "uniswap-v2": uniswapV2,
  curve,
  wrappers,
  "uniswap-v4": uniswapV4,
  "balancer-v2": balancerV2,
  "pancake-v3": pancakeV3,
};
