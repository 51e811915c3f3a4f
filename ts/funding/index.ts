import type { FundingName } from "../core/names/names.ts";
import { aave } from "./aave.ts";
import { callback } from "./callback.ts";
import { flashSwap } from "./flash-swap.ts";
import type { Funding } from "./funding.ts";
import { wallet } from "./wallet.ts";

/** Registry: a new source of money is one line here. */
export const FUNDINGS: Readonly<Record<FundingName, Funding>> = {
  callback,
  "flash-swap": flashSwap,
  aave,
  wallet,
};
