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

/** A pre-liquidation contract. The terms are decimal strings scaled by 1e18. */
export interface PreLiquidationAddresses {
  label: string;
  address: Address;
  /** Label of the market. */
  market: string;
  oracle: Address;
  preLltv: string;
  preLCF1: string;
  preLCF2: string;
  preLIF1: string;
  preLIF2: string;
}

export interface MorphoAddresses {
  morpho: Address;
  irm: Address;
  markets: MorphoMarketAddresses[];
  preLiquidationFactory: Address;
  preLiquidations: PreLiquidationAddresses[];
}
