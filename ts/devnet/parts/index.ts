import type { DevnetPart } from "../part.ts";
import { aaveV2 } from "./aave-v2/index.ts";
import { aaveV3 } from "./aave-v3/index.ts";
import { balancerV2 } from "./balancer-v2/index.ts";
import { compoundV2 } from "./compound-v2/index.ts";
import { curve } from "./curve/index.ts";
import { morpho } from "./morpho/index.ts";
import { pancakeV3 } from "./pancake-v3/index.ts";
import { radiant } from "./radiant/index.ts";
import { spark } from "./spark/index.ts";
import { uniswapV2 } from "./uniswap-v2/index.ts";
import { uniswapV3 } from "./uniswap-v3/index.ts";
import { uniswapV4 } from "./uniswap-v4/index.ts";

/**
 * Registry: a new protocol is one line here, the last. The order is the chain's: parts are deployed in it, so a line between
 * others would move the addresses of all that follow.
 */
const REGISTERED = [
  aaveV3,
  uniswapV3,
  morpho,
  compoundV2,
  aaveV2,
  radiant,
  spark,
  uniswapV2,
  balancerV2,
  uniswapV4,
  pancakeV3,
  curve,
] as const;

export type RegisteredPart = (typeof REGISTERED)[number];

export const PARTS: readonly DevnetPart[] = REGISTERED;
