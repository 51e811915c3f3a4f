import type { Address } from "viem";
import type { MarketRef } from "../target.ts";
import type { CompoundMarket } from "./state.ts";

/** The comptroller, all its cTokens, and who lends dollars besides. */
export function logSources({ market: comptroller }: MarketRef, market: CompoundMarket | null): Address[] {
  if (market === null) return [comptroller];
  const lender = market.dollarLender === null ? [] : [market.dollarLender];
  return [comptroller, ...market.list, ...lender];
}
