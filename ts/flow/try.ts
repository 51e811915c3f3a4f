import type { Context } from "../core/context.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { type Proposal, type ProposeRequest, propose } from "./propose.ts";
import { simulate } from "./simulate.ts";
import { simulateOnFork } from "./simulate-on-fork.ts";
import type { SimulationResult } from "./types.ts";

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
  const { plan, gasPrice } = proposal;
  const options = {
    blockNumber: request.block.number,
    timestamp: request.block.timestamp,
    gasPrice,
    caller: request.caller,
    liquidator: context.book.liquidators[plan.contract] ?? null,
  };
  const protocol = PROTOCOLS[plan.ref.protocol];
  request.onStep?.(request.fork ? "running on a fork" : "simulating");
  const simulation = request.fork
    ? await simulateOnFork(context, protocol, plan, options)
    : await simulate(context, protocol, plan, options);
  return { ...proposal, simulation };
}
