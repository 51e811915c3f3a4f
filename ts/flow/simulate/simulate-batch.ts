import { decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { type Plans, runLiquidator, type SimulateOptions } from "./run-liquidator.ts";
import type { OnChainOutcome, Simulated } from "./simulation.ts";
import { wordsFor } from "./words-for.ts";

/** One liquidation of a batch, with the most gas that it can use. */
export interface BatchLeg {
  readonly plan: PlannedLiquidation;
  readonly gasLimit: bigint;
}

/** What one leg would do. */
export type LegSimulation =
  | { readonly ok: true; readonly outcome: OnChainOutcome }
  | { readonly ok: false; readonly reason: Reason };

/** What a batch would do at that block. */
export type BatchSimulation = Simulated &
  (
    | { readonly ok: true; readonly gasUsed: bigint; readonly legs: readonly LegSimulation[] }
    | { readonly ok: false; readonly reason: Reason }
  );

/** The call of a batch: each leg may fail alone. */
function callOfBatch(legs: readonly BatchLeg[]): Hex {
  const args = legs.map(({ plan, gasLimit }) => ({ plan: plan.onChain, mayFail: true, gasLimit: Number(gasLimit) }));
  const data = encodeFunctionData({ abi: flashLiquidatorAbi, functionName: "liquidateBatch", args: [args] });
  return data.toLowerCase() as Hex;
}

/**
 * simulate, for several plans in one transaction: each on the state that those before it leave.
 * @param legs of one liquidator, at least one
 */
export async function simulateBatch(
  context: Context,
  legs: readonly BatchLeg[],
  options: SimulateOptions,
): Promise<BatchSimulation> {
  const plans = legs.map(({ plan }) => plan) as readonly PlannedLiquidation[] as Plans;
  const run = await runLiquidator(context, plans, callOfBatch(legs), options);
  if (!run.ok) return run;
  const { returnData, ...common } = run;
  const results = decodeFunctionResult({ abi: flashLiquidatorAbi, functionName: "liquidateBatch", data: returnData });
  const simulated = results.map(
    ({ success, outcome, revertData }, index): LegSimulation =>
      success
        ? { ok: true, outcome }
        : { ok: false, reason: revertReason(revertData, wordsFor(legs[index]!.plan), run.transaction.to) },
  );
  return { ...common, legs: simulated };
}
