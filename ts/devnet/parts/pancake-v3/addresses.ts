import type { Address, Hex } from "viem";
import type { UniswapPoolAddresses } from "../uniswap-v3/addresses.ts";

export interface PancakeAddresses {
  factory: Address;
  /** Creates the pools, so that their addresses follow from its own. */
  poolDeployer: Address;
  /** Through which the whale trades. */
  trader: Address;
  poolInitCodeHash: Hex;
  pools: UniswapPoolAddresses[];
}
