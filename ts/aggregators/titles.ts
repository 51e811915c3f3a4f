import type { AggregatorName } from "../core/names/names.ts";
import type { Router } from "../venues/routers/addresses.ts";

/** What people call them, and the list of routers. */
export const AGGREGATOR_TITLES = {
  "zero-x": "0x",
  "one-inch": "1inch",
} as const satisfies Record<AggregatorName, Router["name"]>;
