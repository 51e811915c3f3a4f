import { aaveV2Family } from "../aave-v2/family.ts";
import { RADIANT_ADDRESSES } from "./addresses.ts";
import { RADIANT_POLICY } from "./policy.ts";

/** Radiant V2, a fork of Aave V2. */
export const radiant = aaveV2Family({
  name: "radiant",
  title: "Radiant V2",
  contract: "AaveV2Liquidator",
  addresses: RADIANT_ADDRESSES,
  policy: RADIANT_POLICY,
  usualCurrency: { symbol: "USD", decimals: 8 },
});
