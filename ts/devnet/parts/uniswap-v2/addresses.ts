import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

export interface UniswapV2PairAddresses {
  address: Address;
  tokenA: TokenSymbol;
  tokenB: TokenSymbol;
}

export interface UniswapV2Addresses {
  factory: Address;
  /** Hash of the creation code of every pair: with it, a pair's address follows from its tokens. */
  pairInitCodeHash: Hex;
  pairs: UniswapV2PairAddresses[];
}
