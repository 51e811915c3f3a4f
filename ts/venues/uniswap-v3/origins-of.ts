import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import type { PoolOrigin } from "./pool-origin.ts";

/** `UniswapV3` of contracts/types/Venue.sol. */
const OF_FACTORY = 1;
/** `UniswapV3Pool` and `PancakeV3Pool`. */
const BY_ADDRESS = { uniswap: 2, pancake: 5 } as const;

/** Where a chain's pools of this kind come from: Uniswap's own factory, which leaves trade with, then the copies. */
export function originsOf(book: ChainBook): PoolOrigin[] {
  const uniswap = UNISWAP_V3_ADDRESSES.of(book);
  if (uniswap === null) return [];
  const own: PoolOrigin = {
    title: "",
    factory: uniswap.factory,
    deployer: uniswap.factory,
    poolInitCodeHash: uniswap.poolInitCodeHash,
    key: "fee",
    tiers: uniswap.feeTiers,
    leafVenue: OF_FACTORY,
    sellerVenue: BY_ADDRESS.uniswap,
  };
  const copies = uniswap.copies.map(({ name, factory, poolsFrom, key, callback, tiers }): PoolOrigin => {
    const { deployer = null, poolInitCodeHash = null } = poolsFrom ?? {};
    return {
      title: name,
      factory,
      deployer,
      poolInitCodeHash,
      key,
      tiers,
      leafVenue: null,
      sellerVenue: BY_ADDRESS[callback],
    };
  });
  return [own, ...copies];
}
