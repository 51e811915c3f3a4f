import { AAVE_V3_ADDRESSES } from "./addresses.ts";
import { aaveV3Family } from "./family.ts";

/** Aave V3, every revision, every market of the chain. */
export const aaveV3 = aaveV3Family({
  name: "aave-v3",
  title: "Aave V3",
  addresses: AAVE_V3_ADDRESSES,
  revision: "any",
});
