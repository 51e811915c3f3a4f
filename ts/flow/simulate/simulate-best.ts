import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { isOffered, routeKey } from "../../routing/route.ts";
import { sourceKey, wayKey } from "../plan/candidate.ts";
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
  // what an aggregator has offered is tried besides
  const isLeft = () => failed.filter(isRead).length < MOST_WAYS;
  for (let way: PlannedLiquidation | undefined = plan; way && isLeft(); way = next(others, failed)) {
    const simulation = await simulate(way);
    const why = simulation.ok ? whyNot(way, simulation) : simulation.reason;
    if (why === null) return { plan: way, simulation };
    failed.push({ plan: way, simulation });
    logger.debug("a way does not work by simulation", { way: wayKey(way.candidate), why: why.message });
  }
  const lesser = failed.find((one) => !isRead(one) && one.simulation.ok && enough(one.simulation) === null);
  // again, so that what was simulated last is what is taken
  if (lesser) return { plan: lesser.plan, simulation: await simulate(lesser.plan) };
  return failed.find(isRead) ?? failed[0]!;

  function enough(simulation: Simulated): Reason | null {
    return shortfall(simulation, config, "it would earn");
  }

  /** An offered sale need not bring what was said: what then earns less than a plan by pools that were read gives way to that. */
  function whyNot(way: PlannedLiquidation, simulation: Simulated): Reason | null {
    const rival = isOffered(way.candidate.route) ? others.find((one) => isRead({ plan: one })) : undefined;
    if (rival === undefined || simulation.netUsd >= rival.expected.netUsd) return enough(simulation);
    return { code: "aggregator-short", message: "the sale that an aggregator offered brings less than the pools" };
  }
}

type Simulated = Extract<SimulationResult, { ok: true }>;

const isRead = ({ plan }: Pick<SimulatedPlan, "plan">): boolean => !isOffered(plan.candidate.route);

/**
 * The best way that shares neither source nor pools with those that failed, else the best that differs in the one that less has been tried
 * of: nobody knows which of them was at fault. That an offered sale failed says nothing of the source.
 */
function next(others: readonly PlannedLiquidation[], failed: readonly SimulatedPlan[]): PlannedLiquidation | undefined {
  const sources = new Set(failed.filter(isRead).map(({ plan }) => sourceOf(plan)));
  const paths = new Set(failed.map(({ plan }) => pathOf(plan)));
  const isNew = (way: PlannedLiquidation) => [!sources.has(sourceOf(way)), !paths.has(pathOf(way))] as const;
  const untried = others.filter((way) => !failed.some(({ plan }) => plan === way));
  const other = sources.size > paths.size ? 1 : 0;
  return (
    untried.find((way) => isNew(way).every(Boolean)) ??
    untried.find((way) => isNew(way)[other]) ??
    untried.find((way) => isNew(way).some(Boolean))
  );
}

const sourceOf = ({ candidate: { offer } }: PlannedLiquidation): string => sourceKey(offer);
const pathOf = ({ candidate: { route, action } }: PlannedLiquidation): string => routeKey(route) || action.id;
