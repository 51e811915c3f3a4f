import { type Address, isAddressEqual } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { Route } from "../venue.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { uniswapV3Route } from "./path.ts";

/**
 * Every route from one token to another that is worth asking for, whether its pools exist or not: one hop in each fee tier,
 * then two hops through each of the chain's route tokens in each pair of fee tiers. Pure.
 * @returns nothing when the chain has no Uniswap V3 or the tokens are the same
 */
export function candidateRoutes(book: ChainBook, tokenIn: Address, tokenOut: Address): Route[] {
  const venue = UNISWAP_V3_ADDRESSES.of(book);
  if (venue === null || isAddressEqual(tokenIn, tokenOut)) return [];
  const { feeTiers } = venue;
  const direct = feeTiers.map((fee) => uniswapV3Route([tokenIn, tokenOut], [fee]));
  const between = book.routeTokens.filter(
    (token) => !isAddressEqual(token, tokenIn) && !isAddressEqual(token, tokenOut),
  );
  const pairs = feeTiers.flatMap((first) => feeTiers.map((second) => [first, second]));
  const twoHops = between.flatMap((token) => pairs.map((fees) => uniswapV3Route([tokenIn, token, tokenOut], fees)));
  return [...direct, ...twoHops];
}
