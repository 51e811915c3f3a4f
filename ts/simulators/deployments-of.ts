import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import { UNISWAP_V3_ADDRESSES } from "../venues/uniswap-v3/addresses.ts";

/** Contracts of others that every liquidator of a chain is told of (`Deployments` of contracts/types/Setup.sol). */
export interface Deployments {
  readonly uniswapV3Factory: Address;
  readonly uniswapV3PoolInitCodeHash: Hex;
}

/** From the chain's address book; zero for what the chain does not have. */
export function deploymentsOf(book: ChainBook): Deployments {
  const uniswapV3 = UNISWAP_V3_ADDRESSES.of(book);
  return {
    uniswapV3Factory: uniswapV3?.factory ?? zeroAddress,
    uniswapV3PoolInitCodeHash: uniswapV3?.poolInitCodeHash ?? zeroHash,
  };
}
