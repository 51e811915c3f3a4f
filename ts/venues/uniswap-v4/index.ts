import type { Venue } from "../venue.ts";
import { UNISWAP_V4_ADDRESSES } from "./addresses.ts";
import { checkBook } from "./check-book.ts";
import { readPools } from "./read-pools.ts";

/** Pools of Uniswap V4 without hooks, or with those that the book allows. */
export const uniswapV4: Venue = {
  name: "uniswap-v4",
  title: "Uniswap V4",
  addresses: UNISWAP_V4_ADDRESSES,
  pools: readPools,
  errors: { abi: [], words: {} },
  checkBook,
};
