import type { Venue } from "../venue.ts";
import { UNISWAP_V2_ADDRESSES } from "./addresses.ts";
import { checkBook } from "./check-book.ts";
import { REVERT_WORDS } from "./errors.ts";
import { readPairs } from "./read-pairs.ts";

/** Pairs of Uniswap V2 and of its copies. */
export const uniswapV2: Venue = {
  name: "uniswap-v2",
  title: "Uniswap V2",
  addresses: UNISWAP_V2_ADDRESSES,
  pools: readPairs,
  errors: REVERT_WORDS,
  checkBook,
};
