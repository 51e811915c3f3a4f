import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import type { PoolOrigin } from "./pool-origin.ts";
import { SWAP_GAS } from "./swap-gas.ts";

/** `UniswapV3` and `UniswapV3Pool` of contracts/types/Venue.sol. */
const [OF_FACTORY, BY_ADDRESS] = [1, 2];

/** Where a chain's pools of this kind come from: Uniswap's own factory, which leaves trade with, then the copies. */
export function originsOf(book: ChainBook): PoolOrigin[] {
  const uniswap = UNISWAP_V3_ADDRESSES.of(book);
  if (uniswap === null) return [];
  const own: PoolOrigin = {
    venue: "uniswap-v3",
    title: "",
    factory: uniswap.factory,
    deployer: uniswap.factory,
    poolInitCodeHash: uniswap.poolInitCodeHash,
    key: "fee",
    tiers: uniswap.feeTiers,
    gas: SWAP_GAS,
    leafVenue: OF_FACTORY,
    sellerVenue: BY_ADDRESS,
  };
  const copies = uniswap.copies.map(({ name, factory, poolsFrom, key, tiers }): PoolOrigin => {
    const { deployer = null, poolInitCodeHash = null } = poolsFrom ?? {};
    return {
      venue: "uniswap-v3",
      title: name,
      factory,
      deployer,
      poolInitCodeHash,
      key,
      tiers,
      gas: SWAP_GAS,
      leafVenue: null,
      sellerVenue: BY_ADDRESS,
    };
  });
  return [own, ...copies];
}
