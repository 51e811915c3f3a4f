import type { PlanLimits } from "./plan/plan-limits.ts";
import { shortfall } from "./plan/shortfall.ts";
import { refusedFor } from "./refused-for.ts";
import type { SimulationResult } from "./simulate/simulation.ts";

/** @throws RefusedError when the simulation reverts, earns less than the minimum after its gas, or gas is too large a share. */
export function requireProfit(
  simulation: SimulationResult,
  limits: Pick<PlanLimits, "minProfitUsd" | "maxGasShareBps">,
): Extract<SimulationResult, { ok: true }> {
  if (!simulation.ok) throw refusedFor(simulation.reason);
  const reason = shortfall(simulation, limits, "by simulation the liquidation earns");
  if (reason === null) return simulation;
  throw refusedFor({ ...reason, numbers: { ...reason.numbers, gasUsed: simulation.gasUsed } });
}
