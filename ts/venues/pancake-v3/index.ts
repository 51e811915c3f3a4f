import { checkOrigin, readPools } from "../uniswap-v3/family.ts";
import type { Venue } from "../venue.ts";
import { PANCAKE_V3_ADDRESSES } from "./addresses.ts";
import { originOf } from "./origin-of.ts";

/** Pools of PancakeSwap V3, which work as Uniswap's do. */
export const pancakeV3: Venue = {
  name: "pancake-v3",
  title: "PancakeSwap V3",
  addresses: PANCAKE_V3_ADDRESSES,
  pools: (context, pairs, blockNumber) => readPools(context, originOf(context.book), pairs, blockNumber),
  errors: { abi: [], words: {} },
  async checkBook(client, book) {
    for (const origin of originOf(book)) await checkOrigin(client, book, origin);
  },
};
