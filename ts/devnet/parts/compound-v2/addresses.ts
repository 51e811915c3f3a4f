import type { Address } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** A comptroller and its markets. */
export interface CompoundMarketAddresses {
  comptroller: Address;
  oracle: Address;
  /** By what is lent; the market of the wrapped token is that of ether itself where the market says so. */
  cTokens: Partial<Record<TokenSymbol, Address>>;
  /** The one that is paid in ether; null where there is none. */
  native: Address | null;
}

export interface CompoundAddresses {
  /** Older tokens, which return error codes, and one of ether. */
  older: CompoundMarketAddresses;
  /** Newer tokens, which revert, and take a share of what is seized. */
  newer: CompoundMarketAddresses;
}
