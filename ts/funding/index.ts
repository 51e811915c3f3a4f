import type { FundingName } from "../core/names/names.ts";
import { aaveV2 } from "./aave-v2/index.ts";
import { aave } from "./aave-v3/index.ts";
import { balancerV2 } from "./balancer-v2/index.ts";
import { callback } from "./callback/index.ts";
import { erc3156 } from "./erc3156/index.ts";
import type { Funding } from "./funding.ts";
import { morpho } from "./morpho/index.ts";
import { spark } from "./spark/index.ts";
import { uniswapV2 } from "./uniswap-v2/index.ts";
import { uniswapV3Flash } from "./uniswap-v3-flash/index.ts";
import { flashSwap } from "./uniswap-v3-flash-swap/index.ts";
import { uniswapV4 } from "./uniswap-v4/index.ts";
import { wallet } from "./wallet/index.ts";

/** Registry: a new source of money is one line here. */
export const FUNDINGS: Readonly<Record<FundingName, Funding>> = {
  callback,
  "flash-swap": flashSwap,
  "uniswap-v2": uniswapV2,
  morpho,
  "uniswap-v4": uniswapV4,
  "balancer-v2": balancerV2,
  erc3156,
  "uniswap-v3-flash": uniswapV3Flash,
  aave,
  "aave-v2": aaveV2,
  spark,
  wallet,
};
