import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { targetKey } from "../../protocols/target.ts";
import { poolsOf } from "../../routing/route.ts";
import { failureOf } from "../failure-of.ts";
import { type GasPrice, paddedGas } from "../plan/gas.ts";
import { leastProfit } from "../plan/on-chain-plan.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { shortfall } from "../plan/shortfall.ts";
import type { Proposal } from "../propose.ts";
import type { SimulateOptions } from "../simulate/run-liquidator.ts";
import { judge, simulate } from "../simulate/simulate.ts";
import { type BatchLeg, simulateBatch } from "../simulate/simulate-batch.ts";
import { simulateBest } from "../simulate/simulate-best.ts";
import type { Batch, Candidate, Planning } from "./batch.ts";
import { furtherRounds } from "./further-rounds.ts";
import { judgeLegs } from "./judge-legs.ts";
import { mostGas } from "./most-gas.ts";
import { REASONS } from "./reasons.ts";
import { withMinimum } from "./with-minimum.ts";

/** What the entry, the calls and the memory of a batch may take besides its legs: IFlashLiquidator.liquidateBatch. */
const OWN_GAS = 30_000n;

/** Gas that a batch must be sent with, so that each leg can use its limit. */
export function gasOfBatch(legs: readonly BatchLeg[]): bigint {
  const limits = legs.reduce((sum, { gasLimit }) => sum + gasLimit, 0n);
  return (limits * 11n) / 10n + OWN_GAS;
}

/** What came of a group of proposals. */
export interface Formed {
  /** Null when there is none. */
  readonly batch: Batch | null;
  /** Why each of the others is not in it, best first. */
  readonly apart: readonly Apart[];
}

/** One that goes without the others, and why. */
export interface Apart {
  readonly proposal: Proposal;
  readonly reason: Reason;
}

/**
 * The batch of those proposals that work together: each succeeds on its own, and again on what those before it leave, with
 * the minimum profit after its share of the gas. What it earns there, which is less where they sell to the same pools, is what
 * it is held to on chain. Those that spoil it are left out, and of more than a transaction can hold the last. There is none
 * when fewer than two remain, or one transaction is no cheaper. Right behind each come the further rounds of its account, each on what
 * those before it leave; one that does not work there is not in it, and neither are those after it.
 * @param proposals of one liquidator, best first
 * @returns of what is apart only first rounds
 */
export async function formBatch(
  context: Context,
  proposals: readonly Proposal[],
  options: SimulateOptions,
  planning: Planning,
): Promise<Formed> {
  const { members, apart } = await candidatesOf(context, proposals, options, planning);
  const together = await settle(context, members, options);
  const why = new Map(
    [...apart, ...together.apart].map(({ proposal, reason }) => [targetKey(proposal.plan.target), reason]),
  );
  // what is alone is done in this order as well
  const left = proposals.flatMap((proposal) => {
    const reason = why.get(targetKey(proposal.plan.target));
    return reason === undefined ? [] : [{ proposal, reason }];
  });
  return { batch: together.batch, apart: left };
}

/** Those that succeed on their own, as many as fit a transaction. */
async function candidatesOf(
  context: Context,
  proposals: readonly Proposal[],
  options: SimulateOptions,
  planning: Planning,
) {
  const most = await mostGas(context, options.blockNumber);
  const members: Candidate[] = [];
  const apart: Apart[] = [];
  for (const proposal of proposals) {
    const candidate = await bestWay(context, proposal, { before: members, planning, options });
    const gas = gasOfBatch([...members, ...(candidate ? [candidate] : [])].map(({ leg }) => leg));
    if (candidate === null) apart.push({ proposal, reason: REASONS.alone });
    else if (gas > most) apart.push({ proposal, reason: REASONS.gasLimit(gas, most) });
    else {
      members.push(candidate);
      const fits = (one: Candidate) => gasOfBatch([...members, one].map(({ leg }) => leg)) <= most;
      for await (const one of furtherRounds(context, members, options, planning)) {
        if (!fits(one)) break;
        members.push(one);
      }
    }
  }
  return { members, apart };
}

/** Leaves out whoever spoils it, until nobody does. */
async function settle(context: Context, candidates: readonly Candidate[], options: SimulateOptions): Promise<Formed> {
  let members = candidates;
  const apart: Apart[] = [];
  const leave = (all: readonly Candidate[], reason: Reason): Formed => {
    const left = all.filter(isFirst).map(({ proposal }) => ({ proposal, reason }));
    return { batch: null, apart: [...apart, ...left] };
  };
  while (members.length > 1) {
    const legs = members.map(({ leg }) => leg);
    const simulation = await simulateBatch(context, legs, options);
    if (!simulation.ok) return leave(members, simulation.reason);
    const why = spoiling(context, members, simulation, options.gasPrice);
    const alone = members.reduce((sum, one) => sum + one.alone, 0n);
    const figures = { legs: legs.length, gas: simulation.gasUsed, alone, why: [...why.values()] };
    context.logger.debug("a batch by simulation", figures);
    if (why.size === 0) {
      if (simulation.gasUsed >= alone) return leave(members, REASONS.dearer(simulation.gasUsed, alone));
      const held = holdTo(context, members, simulation, options.gasPrice);
      const batch = await proveBatch(context, { members: held, alone }, options);
      return batch === null ? leave(members, REASONS.held) : { batch, apart };
    }
    const left = [...why].filter(([member]) => isFirst(member));
    apart.push(...left.map(([{ proposal }, reason]) => ({ proposal, reason })));
    members = withoutSpoiling(members, why);
  }
  return leave(members, REASONS.noOther);
}

const isFirst = ({ round }: Candidate): boolean => round === 1;

/** Who spoils it goes, with the further rounds that rest on it. */
function withoutSpoiling(members: readonly Candidate[], why: ReadonlyMap<Candidate, Reason>): Candidate[] {
  const keyOf = ({ leg }: Candidate) => targetKey(leg.plan.target);
  const rests = (one: Candidate) =>
    [...why.keys()].some((left) => keyOf(left) === keyOf(one) && left.round < one.round);
  return members.filter((one) => !why.has(one) && !rests(one));
}

/** Again on another block, as it is: null when a leg would fail or fall short there. */
export async function proveBatch(
  context: Context,
  { members, alone }: Pick<Batch, "members" | "alone">,
  options: SimulateOptions,
): Promise<Batch | null> {
  const legs = members.map(({ leg }) => leg);
  const simulation = await simulateBatch(context, legs, options);
  if (!simulation.ok) return null;
  const isGood = spoiling(context, members, simulation, options.gasPrice).size === 0;
  return isGood ? { members, simulation, alone } : null;
}

/** Which candidates it stands behind. */
interface Behind {
  readonly before: readonly Candidate[];
  readonly planning: Planning;
  readonly options: SimulateOptions;
}

/**
 * The proposal by the way that earns most after those before it: its best one, or, where these touch its pools, the one that is planned on
 * what they leave of them, whichever earns more there by simulation.
 */
async function bestWay(context: Context, proposal: Proposal, behind: Behind): Promise<Candidate | null> {
  const { before, options } = behind;
  const best = await candidateOf(context, proposal, options);
  if (best === null || !isTouched(best.leg.plan, before)) return best;
  const again = await plannedBehind(context, proposal, behind);
  const other = again && (await candidateOf(context, again, options));
  if (other === null) return best;
  const [planned, anew] = await Promise.all([
    netBehind(context, before, best, options),
    netBehind(context, before, other, options),
  ]);
  if (anew === null) return best;
  return planned === null || planned < anew ? other : best;
}

function isTouched({ candidate: { route } }: PlannedLiquidation, before: readonly Candidate[]): boolean {
  const used = new Set(before.flatMap(({ leg }) => poolsOf(leg.plan.candidate.route)));
  return poolsOf(route).some((pool) => used.has(pool));
}

/** One that cannot be planned anew is taken as it was planned. */
async function plannedBehind(
  context: Context,
  proposal: Proposal,
  { before, planning }: Behind,
): Promise<Proposal | null> {
  try {
    return await planning.behind(
      proposal,
      before.map(({ leg }) => leg.plan),
    );
  } catch (error) {
    const failure = failureOf(error);
    context.logger.warn("it could not be planned behind the others", { reason: failure.message });
    return null;
  }
}

/** What a leg earns after those before it and the gas of a transaction of its own; null when it fails there. */
async function netBehind(
  context: Context,
  before: readonly Candidate[],
  { leg, alone }: Candidate,
  options: SimulateOptions,
): Promise<bigint | null> {
  const legs = [...before.map((one) => one.leg), leg];
  const simulation = await simulateBatch(context, legs, options);
  const simulated = simulation.ok ? simulation.legs.at(-1) : undefined;
  return simulated?.ok ? judge(leg.plan, simulated.outcome, alone, options.gasPrice).netUsd : null;
}

async function candidateOf(context: Context, proposal: Proposal, options: SimulateOptions): Promise<Candidate | null> {
  const run = (plan: PlannedLiquidation) => simulate(context, plan, options);
  const { plan, simulation } = await simulateBest(context, proposal, run);
  if (!simulation.ok || shortfall(simulation, context.config, "it would earn") !== null) return null;
  const { gasCostUsd } = simulation;
  const { action } = plan.candidate;
  // those before it may move the pools: what is left then is found out first, and held on to afterwards
  const minProfit = leastProfit(action, { profit: 0n, tip: 0n, repaid: 0n, gasCostUsd }, context.config);
  const leg = { plan: withMinimum(plan, minProfit), gasLimit: paddedGas(simulation.gasUsed) };
  return { proposal: { ...proposal, plan }, leg, alone: simulation.gasUsed, netUsd: simulation.netUsd, round: 1 };
}

/** The members with what they earn in the batch as what they must earn, less the tolerance. */
function holdTo(
  { config }: Pick<Context, "config">,
  members: readonly Candidate[],
  simulation: Batch["simulation"],
  gasPrice: GasPrice,
): Candidate[] {
  const judged = judgeLegs(members, simulation, gasPrice);
  return members.map((member, index) => {
    const { plan } = member.leg;
    const { outcome, gasCostUsd } = judged[index]!;
    const minProfit = leastProfit(plan.candidate.action, { ...outcome, gasCostUsd }, config);
    return { ...member, leg: { ...member.leg, plan: withMinimum(plan, minProfit) } };
  });
}

/** The members whose legs fail, or do not earn enough after their share of the gas, and why. */
function spoiling(
  { config }: Pick<Context, "config">,
  members: readonly Candidate[],
  simulation: Batch["simulation"],
  gasPrice: GasPrice,
): Map<Candidate, Reason> {
  const judged = judgeLegs(members, simulation, gasPrice);
  const why = new Map<Candidate, Reason>();
  for (const [index, member] of members.entries()) {
    const [leg, one] = [simulation.legs[index], judged[index] ?? null];
    const reason = leg?.ok === false ? leg.reason : REASONS.missing;
    const short = one === null ? REASONS.behind(reason) : shortfall(one, config, "behind the others it would earn");
    if (short !== null) why.set(member, short);
  }
  return why;
}
