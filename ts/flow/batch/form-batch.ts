import type { Context } from "../../core/context.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { type GasPrice, paddedGas } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import type { Proposal } from "../propose.ts";
import { judge, type SimulateOptions, simulate } from "../simulate/simulate.ts";
import { type BatchLeg, type BatchSimulation, simulateBatch } from "../simulate/simulate-batch.ts";
import { simulateBest } from "../simulate/simulate-best.ts";
import { GAS_LIMIT_OF_A_TRANSACTION } from "../submit/build.ts";
import { shareGas } from "./share-gas.ts";

/** A proposal that works on its own, and what it costs then. */
export interface Candidate {
  readonly proposal: Proposal;
  readonly leg: BatchLeg;
  /** Gas of a transaction of its own. */
  readonly alone: bigint;
}

/** Several liquidations in one transaction, which costs less than one each. */
export interface Batch {
  readonly members: readonly Candidate[];
  readonly simulation: Extract<BatchSimulation, { ok: true }>;
  /** Gas of all of them in transactions of their own. */
  readonly alone: bigint;
}

/** What the entry, the calls and the memory of a batch may take besides its legs: IFlashLiquidator.liquidateBatch. */
const OWN_GAS = 30_000n;

/** Gas that a batch must be sent with, so that each leg can use its limit. */
export function gasOfBatch(legs: readonly BatchLeg[]): bigint {
  const limits = legs.reduce((sum, { gasLimit }) => sum + gasLimit, 0n);
  return (limits * 11n) / 10n + OWN_GAS;
}

/**
 * The batch of those proposals that work together: each succeeds on its own, and again on what those before it leave, with
 * the minimum profit after its share of the gas. Those that spoil it are left out, and of more than a transaction can hold the
 * last.
 * @param proposals of one liquidator, best first
 * @returns null when fewer than two remain, or one transaction is no cheaper
 */
export async function formBatch(
  context: Context,
  proposals: readonly Proposal[],
  options: SimulateOptions,
): Promise<Batch | null> {
  let members: Candidate[] = [];
  for (const proposal of proposals) {
    const candidate = await candidateOf(context, proposal, options);
    if (candidate === null) continue;
    const legs = [...members, candidate].map(({ leg }) => leg);
    if (gasOfBatch(legs) <= GAS_LIMIT_OF_A_TRANSACTION) members.push(candidate);
  }
  while (members.length > 1) {
    const simulation = await simulateBatch(
      context,
      members.map(({ leg }) => leg),
      options,
    );
    if (!simulation.ok) return null;
    const good = goodMembers(context, members, simulation, options.gasPrice);
    if (good.length === members.length) {
      const alone = members.reduce((sum, one) => sum + one.alone, 0n);
      return simulation.gasUsed < alone ? { members, simulation, alone } : null;
    }
    members = good;
  }
  return null;
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
  const isGood = goodMembers(context, members, simulation, options.gasPrice).length === members.length;
  return isGood ? { members, simulation, alone } : null;
}

async function candidateOf(context: Context, proposal: Proposal, options: SimulateOptions): Promise<Candidate | null> {
  const run = (plan: PlannedLiquidation) => simulate(context, plan, options);
  const { plan, simulation } = await simulateBest(context, proposal, run);
  if (!simulation.ok || simulation.netUsd < context.config.minProfitUsd) return null;
  const leg = { plan, gasLimit: paddedGas(simulation.gasUsed) };
  return { proposal: { ...proposal, plan }, leg, alone: simulation.gasUsed };
}

/** The members whose legs succeed and earn the minimum after their share of the gas. */
function goodMembers(
  { config }: Pick<Context, "config">,
  members: readonly Candidate[],
  { legs, gasUsed }: Extract<BatchSimulation, { ok: true }>,
  gasPrice: GasPrice,
): Candidate[] {
  const shares = shareGas(
    gasUsed,
    members.map(({ alone }) => alone),
  );
  return members.filter(({ leg }, index) => {
    const simulated = legs[index];
    if (!simulated?.ok) return false;
    return judge(leg.plan, simulated.outcome, shares[index]!, gasPrice).netUsd >= config.minProfitUsd;
  });
}

/** Options of a simulation on one block. */
export function simulateOn(
  { number: blockNumber, timestamp }: ResolvedBlock,
  rest: Omit<SimulateOptions, "blockNumber" | "timestamp">,
): SimulateOptions {
  return { ...rest, blockNumber, timestamp };
}
