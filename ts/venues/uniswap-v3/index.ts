import type { Venue } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { checkBook } from "./check-book.ts";
import { REVERT_WORDS } from "./errors.ts";
import { originsOf } from "./origins-of.ts";
import { readPools } from "./read-pools.ts";

/** Pools of Uniswap V3 and of its copies. */
export const uniswapV3: Venue = {
  name: "uniswap-v3",
  title: "Uniswap V3",
  addresses: UNISWAP_V3_ADDRESSES,
  pools: (context, pairs, blockNumber) => readPools(context, originsOf(context.book), pairs, blockNumber),
  errors: REVERT_WORDS,
  checkBook,
};
