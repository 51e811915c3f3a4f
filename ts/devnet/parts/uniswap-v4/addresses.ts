import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** What a pool trades: a token, or ether itself, which has the zero address. */
export type Currency = TokenSymbol | "ETH";

/** A pool of the manager. It has no hooks. */
export interface UniswapV4PoolAddresses {
  /** Hash of its key. */
  id: Hex;
  currency0: Currency;
  currency1: Currency;
  /** Hundredths of a basis point. */
  fee: number;
  tickSpacing: number;
}

export interface UniswapV4Addresses {
  /** Holds the tokens of all pools, and lends them. */
  poolManager: Address;
  stateView: Address;
  quoter: Address;
  /** Through which the whale trades. */
  swapRouter: Address;
  pools: UniswapV4PoolAddresses[];
}
