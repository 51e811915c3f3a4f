import { AAVE_V2_ADDRESSES } from "./addresses.ts";
import { aaveV2Family } from "./family.ts";
import { AAVE_V2_POLICY } from "./policy.ts";

/** Aave V2, every market of the chain. */
export const aaveV2 = aaveV2Family({
  name: "aave-v2",
  title: "Aave V2",
  contract: "AaveV2Liquidator",
  addresses: AAVE_V2_ADDRESSES,
  policy: AAVE_V2_POLICY,
  usualCurrency: null,
});
