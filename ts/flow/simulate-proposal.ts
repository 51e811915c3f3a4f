import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import type { PlannedLiquidation } from "./plan/planned-liquidation.ts";
import { type Proposal, type ProposeRequest, propose } from "./propose.ts";
import { simulateOn } from "./simulate/run-liquidator.ts";
import { simulate } from "./simulate/simulate.ts";
import { simulateBest } from "./simulate/simulate-best.ts";
import { simulateOnFork } from "./simulate/simulate-on-fork.ts";
import type { SimulationResult } from "./simulate/simulation.ts";

export interface SimulateProposalRequest extends ProposeRequest {
  /** Run the transaction for real on a throw-away fork instead of asking the node to simulate it. */
  readonly fork: boolean;
  readonly onStep?: (what: string) => void;
}

/** A plan and what would become of it. */
export interface SimulatedProposal extends Proposal {
  readonly simulation: SimulationResult;
}

/** discover, assess, plan and simulate for one user, at any block, with or without a deployed liquidator. Sends nothing. */
export async function simulateProposal(context: Context, request: SimulateProposalRequest): Promise<SimulatedProposal> {
  request.onStep?.("planning");
  const proposal = await propose(context, request);
  const { gasPrice } = proposal;
  const liquidator = await liquidatorAt(context, proposal.plan, request.block.number);
  const options = simulateOn(request.block, { gasPrice, caller: request.caller, liquidator });
  request.onStep?.(request.fork ? "running on a fork" : "simulating");
  const run = request.fork ? simulateOnFork : simulate;
  const { plan, simulation } = await simulateBest(context, proposal, (way) => run(context, way, options));
  const alternatives = [proposal.plan, ...proposal.alternatives].filter((one) => one !== plan);
  return { ...proposal, plan, alternatives, simulation };
}

/** Null where it is not deployed, or was not yet at that block. */
async function liquidatorAt(
  { client, book }: Context,
  { contract }: PlannedLiquidation,
  blockNumber: bigint,
): Promise<Address | null> {
  const address = book.liquidators[contract];
  if (address === undefined) return null;
  const code = await client.getCode({ address, blockNumber });
  return code === undefined ? null : address;
}
