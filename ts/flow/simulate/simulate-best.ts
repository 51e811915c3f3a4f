import type { Context } from "../../core/context.ts";
import { routeKey } from "../../routing/route.ts";
import { wayKey } from "../plan/candidate.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { shortfall } from "../plan/shortfall.ts";
import type { Proposal } from "../propose.ts";
import type { SimulationResult } from "./simulation.ts";

/** Ways that are tried, the best one first. */
const MOST_WAYS = 4;

/** A plan and what would become of it. */
export interface SimulatedPlan {
  readonly plan: PlannedLiquidation;
  readonly simulation: SimulationResult;
}

/**
 * Simulates the best plan and, while that would revert or not earn enough, another way: a lender that the owner
 * has not allowed, or a pool that moved, must not cost a liquidation that another way can do.
 * @param simulate one plan, on the block of the proposal
 * @returns the first that succeeds and earns enough, else the best plan with its own result
 */
export async function simulateBest(
  { config, logger }: Pick<Context, "config" | "logger">,
  { plan, alternatives }: Pick<Proposal, "plan" | "alternatives">,
  simulate: (plan: PlannedLiquidation) => Promise<SimulationResult>,
): Promise<SimulatedPlan> {
  const others = alternatives.filter(({ expected }) => shortfall(expected, config, "it would earn") === null);
  const failed: SimulatedPlan[] = [];
  for (let way: PlannedLiquidation | undefined = plan; way && failed.length < MOST_WAYS; way = next(others, failed)) {
    const simulation = await simulate(way);
    const why = simulation.ok ? shortfall(simulation, config, "it would earn") : simulation.reason;
    if (why === null) return { plan: way, simulation };
    failed.push({ plan: way, simulation });
    logger.debug("a way does not work by simulation", { way: wayKey(way.candidate), why: why.message });
  }
  return failed[0]!;
}

/** The best way that shares neither source nor pools with those that failed, else the best that differs in one of them. */
function next(others: readonly PlannedLiquidation[], failed: readonly SimulatedPlan[]): PlannedLiquidation | undefined {
  const sources = new Set(failed.map(({ plan }) => sourceOf(plan)));
  const paths = new Set(failed.map(({ plan }) => pathOf(plan)));
  const isNew = (way: PlannedLiquidation) => [!sources.has(sourceOf(way)), !paths.has(pathOf(way))] as const;
  return others.find((way) => isNew(way).every(Boolean)) ?? others.find((way) => isNew(way).some(Boolean));
}

const sourceOf = ({ candidate: { offer } }: PlannedLiquidation): string => `${offer.funding} ${offer.lender}`;
const pathOf = ({ candidate: { route, action } }: PlannedLiquidation): string => routeKey(route) || action.id;
