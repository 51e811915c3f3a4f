import type { Protocol } from "../protocol.ts";
import { assess } from "./assess.ts";
import { discover } from "./discover.ts";
import { read } from "./read.ts";
import type { AaveV3State } from "./state.ts";

/** Aave V3, every revision, every market of the chain. */
export const aaveV3: Protocol<AaveV3State> = {
  name: "aave-v3",
  contract: "AaveV3Liquidator",
  fundings: ["flash-swap", "aave", "wallet"],
  // Since v3.3 as a deficit of the reserve, which the umbrella covers; before, the debt just stayed.
  booksBadDebt: true,
  allowed: ({ aaveV3: markets }) => {
    const pools = markets.map(({ pool }) => pool);
    return { markets: pools, lenders: pools };
  },
  discover,
  read,
  pricedTokens: () => [],
  assess,
};
