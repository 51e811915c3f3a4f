import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { type Proposal, type ProposeRequest, propose } from "../plan/propose.ts";
import type { PlannedLiquidation, SimulationResult } from "../types.ts";
import { simulate } from "./simulate.ts";
import { simulateBest } from "./simulate-best.ts";
import { simulateOnFork } from "./simulate-on-fork.ts";

export interface TryRequest extends ProposeRequest {
  /** Run the transaction for real on a throw-away fork instead of asking the node to simulate it. */
  readonly fork: boolean;
  readonly onStep?: (what: string) => void;
}

/** A plan and what would become of it. */
export interface Trial extends Proposal {
  readonly simulation: SimulationResult;
}

/** discover, assess, plan and simulate for one user, at any block, with or without a deployed liquidator. Sends nothing. */
export async function tryLiquidation(context: Context, request: TryRequest): Promise<Trial> {
  request.onStep?.("planning");
  const proposal = await propose(context, request);
  const { gasPrice } = proposal;
  const { number: blockNumber, timestamp } = request.block;
  const liquidator = await liquidatorAt(context, proposal.plan, blockNumber);
  const options = { blockNumber, timestamp, gasPrice, caller: request.caller, liquidator };
  const protocol = PROTOCOLS[proposal.plan.ref.protocol];
  request.onStep?.(request.fork ? "running on a fork" : "simulating");
  const run = request.fork ? simulateOnFork : simulate;
  const { plan, simulation } = await simulateBest(context, proposal, (way) => run(context, protocol, way, options));
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
