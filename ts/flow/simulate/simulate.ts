import { decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import type { Context } from "../../core/context.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { type GasPrice, gasCostUsd } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { toUsdDown } from "../plan/usd.ts";
import { runLiquidator, type SimulateOptions } from "./run-liquidator.ts";
import type { OnChainOutcome, SimulationResult } from "./simulation.ts";

/** The call that `simulate`, estimate and send share: the same bytes everywhere, written as nodes write them. */
export function callOf(plan: PlannedLiquidation): Hex {
  const data = encodeFunctionData({ abi: flashLiquidatorAbi, functionName: "liquidate", args: [plan.onChain] });
  return data.toLowerCase() as Hex;
}

/** simulate: the transaction on the state of one block, also before the liquidator is deployed. */
export async function simulate(
  context: Context,
  plan: PlannedLiquidation,
  options: SimulateOptions,
): Promise<SimulationResult> {
  const run = await runLiquidator(context, [plan], callOf(plan), options);
  if (!run.ok) return run;
  const { returnData, gasUsed, ...common } = run;
  const outcome = decodeFunctionResult({ abi: flashLiquidatorAbi, functionName: "liquidate", data: returnData });
  return { ...common, ...judge(plan, outcome, gasUsed, options.gasPrice) };
}

/** Net profit of an outcome: what the plan's exit says, less the gas that was really used. */
export function judge(plan: PlannedLiquidation, outcome: OnChainOutcome, gasUsed: bigint, gasPrice: GasPrice) {
  const { debt, candidate, onChain } = plan;
  const debtPriceUsd = candidate.action.pays.priceUsd!;
  const calldataBytes = onChain.route.length / 2 + onChain.target.data.length / 2 + 800;
  const cost = gasCostUsd(gasUsed, gasPrice, calldataBytes) ?? plan.expected.gasCostUsd;
  const profitUsd = toUsdDown(outcome.profit, debt, debtPriceUsd);
  const netUsd = toUsdDown(outcome.profit - outcome.tip, debt, debtPriceUsd) - cost;
  return { outcome, gasUsed, profitUsd, gasCostUsd: cost, netUsd };
}
