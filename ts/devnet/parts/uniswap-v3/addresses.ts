import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** One Uniswap V3 pool; `fee` in hundredths of a basis point. */
export interface UniswapPoolAddresses {
  address: Address;
  tokenA: TokenSymbol;
  tokenB: TokenSymbol;
  fee: number;
}

export interface UniswapAddresses {
  factory: Address;
  swapRouter: Address;
  quoterV2: Address;
  positionManager: Address;
  /** Hash of the creation code of every pool: with it, a pool's address follows from its tokens and fee. */
  poolInitCodeHash: Hex;
  pools: UniswapPoolAddresses[];
}
