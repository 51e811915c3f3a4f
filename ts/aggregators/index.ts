import type { AggregatorName } from "../core/names/names.ts";
import type { Aggregator } from "./aggregator.ts";
import { oneInch } from "./one-inch/index.ts";
import type { AggregatorSetup } from "./setup.ts";
import { zeroX } from "./zero-x/index.ts";

/** Registry: a new aggregator is one line here. */
export const AGGREGATORS: Readonly<Record<AggregatorName, (setup: AggregatorSetup) => Aggregator>> = {
  "zero-x": zeroX,
  "one-inch": oneInch,
};
