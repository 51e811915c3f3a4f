import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";

/** The plan, held on chain to another least profit, debt units. */
export function withMinimum(plan: PlannedLiquidation, minProfit: bigint): PlannedLiquidation {
  const { onChain } = plan;
  return { ...plan, onChain: { ...onChain, terms: { ...onChain.terms, minProfit } } };
}
