import type { PriceSourceName } from "../core/names/names.ts";
import { aaveV3Oracle } from "./aave-v3-oracle/index.ts";
import { chainlink } from "./chainlink/index.ts";
import type { PriceSource } from "./price-source.ts";
import { route } from "./route/index.ts";

/** Registry, in the order in which they are asked: a new source is one line here. */
export const PRICE_SOURCES: Readonly<Record<PriceSourceName, PriceSource>> = {
  "aave-v3-oracle": aaveV3Oracle,
  chainlink,
  route,
};
