import { tokenHoldings } from "../token-holdings.ts";
import type { Venue } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { candidateRoutes } from "./candidates.ts";
import { checkBook } from "./check-book.ts";
import { REVERT_WORDS } from "./errors.ts";
import { liveRoutes } from "./live.ts";
import { originsOf } from "./origins-of.ts";
import { quoteRoutes } from "./quote.ts";
import { readPools } from "./read-pools.ts";

/** Uniswap V3 pools, one or two hops. */
export const uniswapV3: Venue = {
  name: "uniswap-v3",
  title: "Uniswap V3",
  id: 1,
  addresses: UNISWAP_V3_ADDRESSES,
  pools: (context, pairs, blockNumber) => readPools(context, originsOf(context.book), pairs, blockNumber),
  routes: (context, tokenIn, tokenOut, blockNumber) =>
    liveRoutes(context, candidateRoutes(context.book, tokenIn, tokenOut), blockNumber),
  quote: quoteRoutes,
  holdings: tokenHoldings,
  errors: REVERT_WORDS,
  checkBook,
};
