import type { Address, Hex } from "viem";
import type { TokenSymbol } from "../../shared/token-symbols.ts";

/** One Morpho Blue market. `lltv` is a decimal string scaled by 1e18. */
export interface MorphoMarketAddresses {
  label: string;
  id: Hex;
  collateral: TokenSymbol;
  loan: TokenSymbol;
  oracle: Address;
  irm: Address;
  lltv: string;
  /** True when the oracle reverts. */
  broken: boolean;
}

export interface MorphoAddresses {
  morpho: Address;
  irm: Address;
  markets: MorphoMarketAddresses[];
}
