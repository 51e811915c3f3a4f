import { defineAddresses } from "../../core/adapter/define-addresses.ts";
import { type PoolWithCurrency, poolsWithCurrency } from "../../core/adapter/pools-with-currency.ts";

/**
 * The Radiant V2 markets of each chain. None is written down: no source of record names them, and after October 2024 they were
 * paused. Whoever knows one adds it to the `chains` of the settings; what its oracle counts in is asked of the chain.
 */
export const RADIANT_ADDRESSES = defineAddresses<readonly PoolWithCurrency[]>({
  name: "radiant",
  schema: poolsWithCurrency,
  chains: {},
  none: [],
});
