import { MARKET_PARAMS_COMPONENTS } from "./market-id.ts";

/** What the liquidator is told of a liquidation besides its amount, as contracts/protocols/MorphoLiquidator.sol decodes it. */
export const TARGET_DATA = [
  { name: "params", type: "tuple", components: MARKET_PARAMS_COMPONENTS },
  { name: "byShares", type: "bool" },
  { name: "realizeBadDebt", type: "bool" },
] as const;
