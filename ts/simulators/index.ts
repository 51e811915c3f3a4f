import type { Context } from "../core/context.ts";
import { describeReadError } from "../core/rpc/read-errors.ts";
import { ethCall } from "./eth-call.ts";
import { simulateV1 } from "./simulate-v1.ts";
import type { Simulated, SimulationRequest, Simulator } from "./simulator.ts";

/** The ladder: the first way that the node supports. */
export const SIMULATORS: readonly Simulator[] = [simulateV1, ethCall];

/**
 * Simulates a transaction in the best way that the node has.
 * @throws what the last way throws when the node has none of them.
 */
export async function runSimulation(
  context: Pick<Context, "client" | "logger">,
  request: SimulationRequest,
  simulators: readonly Simulator[] = SIMULATORS,
): Promise<{ readonly method: Simulator["method"]; readonly result: Simulated }> {
  let failure: unknown;
  for (const simulator of simulators) {
    try {
      return { method: simulator.method, result: await simulator.run(context, request) };
    } catch (error) {
      failure = error;
      context.logger.debug(`${simulator.method} failed`, { reason: describeReadError(error) });
    }
  }
  throw failure;
}
