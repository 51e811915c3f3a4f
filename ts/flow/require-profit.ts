import { belowMinimumText } from "./plan/usd.ts";
import { refusedFor } from "./refused-for.ts";
import type { SimulationResult } from "./simulate/simulation.ts";

/** @throws RefusedError when the simulation reverts or earns less than the minimum after the gas that it used. */
export function requireProfit(
  simulation: SimulationResult,
  minProfitUsd: bigint,
): Extract<SimulationResult, { ok: true }> {
  if (!simulation.ok) throw refusedFor(simulation.reason);
  if (simulation.netUsd >= minProfitUsd) return simulation;
  throw refusedFor({
    code: "below-min-profit",
    message: `by simulation the liquidation earns ${belowMinimumText(simulation.netUsd, minProfitUsd)}`,
    numbers: { netUsd: simulation.netUsd, minProfitUsd, gasUsed: simulation.gasUsed },
  });
}
