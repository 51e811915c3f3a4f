import type { Context } from "../../core/context.ts";
import { max } from "../../core/math/math.ts";
import { failureOf } from "../failure-of.ts";
import { paddedGas } from "../plan/gas.ts";
import { leastProfit } from "../plan/on-chain-plan.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { shortfall } from "../plan/shortfall.ts";
import type { Proposal } from "../propose.ts";
import type { SimulateOptions } from "../simulate/run-liquidator.ts";
import { judge } from "../simulate/simulate.ts";
import { simulateBatch } from "../simulate/simulate-batch.ts";
import { simulateBest } from "../simulate/simulate-best.ts";
import type { SimulationResult } from "../simulate/simulation.ts";
import { LEAST_GAS_OF_A_TRANSACTION } from "../submit/estimate-now.ts";
import type { Candidate, Planning } from "./batch.ts";
import { withMinimum } from "./with-minimum.ts";

/**
 * The further rounds of the last member's account, one after the other while each succeeds and earns enough behind all that are before
 * it. Whoever wants another one adds the one before to the members first.
 * @param members with at least one
 */
export async function* furtherRounds(
  context: Context,
  members: readonly Candidate[],
  options: SimulateOptions,
  planning: Planning,
): AsyncGenerator<Candidate> {
  for (let { round } = members.at(-1)!; round < planning.most; ) {
    const candidate = await nextBehind(context, members, options, planning);
    if (candidate === null) return;
    yield { ...candidate, round: ++round };
  }
}

/** One that could not be asked for keeps no other from being sent. */
async function nextBehind(
  context: Context,
  members: readonly Candidate[],
  options: SimulateOptions,
  planning: Planning,
): Promise<Omit<Candidate, "round"> | null> {
  try {
    const before = members.map(({ leg }) => leg.plan);
    const next = await planning.next(members.at(-1)!.proposal, before);
    return next && (await behind(context, members, next, options));
  } catch (error) {
    const failure = failureOf(error);
    context.logger.warn("a further round could not be looked for", { reason: failure.message });
    return null;
  }
}

/** The proposal by the first of its ways that does what it must behind the members; null when none does. */
async function behind(
  context: Context,
  members: readonly Candidate[],
  proposal: Proposal,
  options: SimulateOptions,
): Promise<Omit<Candidate, "round"> | null> {
  const legs = members.map(({ leg }) => leg);
  const before = await simulateBatch(context, legs, options);
  if (!before.ok) return null;
  const run = async (plan: PlannedLiquidation): Promise<SimulationResult> => {
    const { contract, candidate } = plan;
    const free = withMinimum(plan, leastProfit(candidate.action, NOTHING_YET, context.config));
    // twice of what is planned: what it needs is to be found out
    const last = { plan: free, gasLimit: 2n * paddedGas(plan.expected.gas) };
    const simulation = await simulateBatch(context, [...legs, last], options);
    if (!simulation.ok) return simulation;
    const { legs: simulated, gasUsed, ...common } = simulation;
    const leg = simulated.at(-1);
    if (!leg?.ok) return { ...common, ok: false, reason: leg?.reason ?? { code: "leg-missing", message: contract } };
    // an estimate covers the limit of a leg, whatever it uses
    const isEstimate = common.method === "eth_call";
    const gas = isEstimate ? plan.expected.gas : gasUsed - before.gasUsed + LEAST_GAS_OF_A_TRANSACTION;
    return { ...common, ...judge(plan, leg.outcome, gas, options.gasPrice) };
  };
  const { plan, simulation } = await simulateBest(context, proposal, run);
  if (!simulation.ok || shortfall(simulation, context.config, "it would earn") !== null) return null;
  const { gasUsed, gasCostUsd, netUsd } = simulation;
  const minProfit = leastProfit(plan.candidate.action, { ...NOTHING_YET, gasCostUsd }, context.config);
  // in a transaction of its own it would not find warm what the others have touched
  const alone = max(gasUsed, plan.expected.gas);
  const leg = { plan: withMinimum(plan, minProfit), gasLimit: paddedGas(alone) };
  return { proposal: { ...proposal, plan }, leg, alone, netUsd };
}

const NOTHING_YET = { profit: 0n, tip: 0n, repaid: 0n, gasCostUsd: 0n };
