import type { FundingName } from "../core/names/names.ts";
import { aaveV2 } from "./aave-v2/index.ts";
import { aave } from "./aave-v3/index.ts";
import { callback } from "./callback/index.ts";
import type { Funding } from "./funding.ts";
import { spark } from "./spark/index.ts";
import { flashSwap } from "./uniswap-v3-flash-swap/index.ts";
import { wallet } from "./wallet/index.ts";

/** Registry: a new source of money is one line here. */
export const FUNDINGS: Readonly<Record<FundingName, Funding>> = {
  callback,
  "flash-swap": flashSwap,
  aave,
  "aave-v2": aaveV2,
  spark,
  wallet,
};
