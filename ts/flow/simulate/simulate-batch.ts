import { type Address, decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { runSimulation } from "../../simulators/index.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { ANYBODY, INJECTED, NEXT_BLOCK_SECONDS, overridesFor, type SimulateOptions } from "./simulate.ts";
import type { OnChainOutcome, SimulationResult } from "./simulation.ts";
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
export type BatchSimulation = Pick<SimulationResult, "method" | "injected" | "transaction"> &
  (
    | { readonly ok: true; readonly gasUsed: bigint; readonly legs: readonly LegSimulation[] }
    | { readonly ok: false; readonly reason: Reason }
  );

/** The transaction of a batch: each leg may fail alone. */
export function batchTransaction(legs: readonly BatchLeg[], from: Address, to: Address): TransactionRequest {
  const args = legs.map(({ plan, gasLimit }) => ({ plan: plan.onChain, mayFail: true, gasLimit: Number(gasLimit) }));
  const data = encodeFunctionData({ abi: flashLiquidatorAbi, functionName: "liquidateBatch", args: [args] });
  return { from, to, data: data.toLowerCase() as Hex };
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
  const from = options.caller ?? ANYBODY;
  const to = options.liquidator ?? INJECTED;
  const injected = options.liquidator === null;
  const transaction = batchTransaction(legs, from, to);
  const { plan } = legs[0]!;
  const { method, result } = await runSimulation(context, {
    transaction,
    blockNumber: options.blockNumber,
    timestamp: options.timestamp + NEXT_BLOCK_SECONDS,
    stateOverride: await overridesFor(context, { from, to, plan, options }),
    words: wordsFor(plan),
  });
  const common = { method, injected, transaction } as const;
  if (!result.ok) return { ok: false, ...common, reason: result.reason };
  if (result.returnData === "0x") {
    const reason = { code: "no-liquidator", message: `there is no liquidator at ${to} at this block` };
    return { ok: false, ...common, reason };
  }
  const results = decodeFunctionResult({
    abi: flashLiquidatorAbi,
    functionName: "liquidateBatch",
    data: result.returnData,
  });
  const simulated = results.map(
    ({ success, outcome, revertData }, index): LegSimulation =>
      success
        ? { ok: true, outcome }
        : { ok: false, reason: revertReason(revertData, wordsFor(legs[index]!.plan), to) },
  );
  return { ok: true, ...common, gasUsed: result.gasUsed, legs: simulated };
}
