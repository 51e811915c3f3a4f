import type { Address } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** What a pool trades: a token, or ether itself. */
export type Coin = TokenSymbol | "ETH";

export interface CurvePoolAddresses {
  name: string;
  address: Address;
  /** In the pool's order. */
  coins: Coin[];
  /** The same, as the pool names them. */
  tokens: Address[];
}

export interface CurveAddresses {
  pools: CurvePoolAddresses[];
}
