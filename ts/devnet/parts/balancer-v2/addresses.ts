import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A pool of the vault; its tokens in the order of the vault. */
export interface BalancerPoolAddresses {
  address: Address;
  /** What the vault knows it by. */
  id: Hex;
  tokens: TokenSymbol[];
  /** Share of each token in the value, 18 decimals, as decimal strings; null of a stable pool. */
  weights: string[] | null;
}

export interface BalancerAddresses {
  /** Holds the tokens of all pools, and lends them. */
  vault: Address;
  /** Says who may pause the vault and set the fee of a flash loan; the deployer may say who. */
  authorizer: Address;
  pools: BalancerPoolAddresses[];
}
