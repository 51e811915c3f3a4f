import { encodeAbiParameters, type Hex, keccak256 } from "viem";
import type { MorphoMarketParams } from "./state.ts";

/** ABI components of Morpho's `MarketParams`. */
export const MARKET_PARAMS_COMPONENTS = [
  { name: "loanToken", type: "address" },
  { name: "collateralToken", type: "address" },
  { name: "oracle", type: "address" },
  { name: "irm", type: "address" },
  { name: "lltv", type: "uint256" },
] as const;

const MARKET_PARAMS = [{ type: "tuple", components: MARKET_PARAMS_COMPONENTS }] as const;

/** keccak256 of the ABI encoding. Source: `MarketParamsLib.id`. */
export const marketIdOf = (params: MorphoMarketParams): Hex => keccak256(encodeAbiParameters(MARKET_PARAMS, [params]));
