import type { VenueName } from "../core/names/names.ts";
import { curve } from "./curve/index.ts";
import { uniswapV2 } from "./uniswap-v2/index.ts";
import { uniswapV3 } from "./uniswap-v3/index.ts";
import type { Venue } from "./venue.ts";

/** Registry: a new venue is one line here. */
export const VENUES: Readonly<Record<VenueName, Venue>> = {
  "uniswap-v3": uniswapV3,
  "uniswap-v2": uniswapV2,
  curve,
};
