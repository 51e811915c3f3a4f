import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, type StateOverride } from "viem";
import type { Context } from "../../core/context.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { runSimulation } from "../../simulators/index.ts";
import { injectedLiquidator, operatorOverride } from "../../simulators/liquidator-code.ts";
import { setupOf } from "../../simulators/setup.ts";
import type { TransactionRequest } from "../../simulators/simulator.ts";
import { allowedBy } from "../deploy/allowed-by.ts";
import { type GasPrice, gasCostUsd } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { toUsdDown } from "../plan/usd.ts";
import type { OnChainOutcome, SimulationResult } from "./simulation.ts";
import { wordsFor } from "./words-for.ts";

/** Where a liquidator that is not deployed pretends to be, and who calls it when nobody is known. Both have no code. */
export const INJECTED: Address = "0x00000000000000000000000000000000f11d0001";
export const ANYBODY: Address = "0x00000000000000000000000000000000f11d0002";

/** Seconds between a block and the one that would include the transaction. */
export const NEXT_BLOCK_SECONDS = 12n;

export interface SimulateOptions {
  readonly blockNumber: bigint;
  readonly timestamp: bigint;
  readonly gasPrice: GasPrice;
  /** Who would send; null: anybody, made an operator for the simulation. */
  readonly caller: Address | null;
  /** Null: not deployed, its code is injected. */
  readonly liquidator: Address | null;
}

/** The transaction that `simulate`, estimate and send share: the same bytes everywhere, written as nodes write them. */
export function transactionOf(plan: PlannedLiquidation, from: Address, to: Address): TransactionRequest {
  const data = encodeFunctionData({ abi: flashLiquidatorAbi, functionName: "liquidate", args: [plan.onChain] });
  return { from, to, data: data.toLowerCase() as Hex };
}

/** simulate: the transaction on the state of one block, also before the liquidator is deployed. */
export async function simulate(
  context: Context,
  plan: PlannedLiquidation,
  options: SimulateOptions,
): Promise<SimulationResult> {
  const from = options.caller ?? ANYBODY;
  const to = options.liquidator ?? INJECTED;
  const injected = options.liquidator === null;
  const transaction = transactionOf(plan, from, to);
  const stateOverride = await overridesFor(context, { from, to, plan, options });
  const { method, result } = await runSimulation(context, {
    transaction,
    blockNumber: options.blockNumber,
    timestamp: options.timestamp + NEXT_BLOCK_SECONDS,
    stateOverride,
    words: wordsFor(plan),
  });
  if (!result.ok) return { ok: false, method, injected, transaction, reason: result.reason };
  if (result.returnData === "0x") {
    // A call to an address without code succeeds and returns nothing: never take that for a liquidation.
    const reason = { code: "no-liquidator", message: `there is no liquidator at ${to} at this block` };
    return { ok: false, method, injected, transaction, reason };
  }
  const outcome = decodeOutcome(result.returnData);
  return { ok: true, method, injected, transaction, ...judge(plan, outcome, result.gasUsed, options.gasPrice) };
}

/** Net profit of an outcome: what the plan's exit says, less the gas that was really used. */
export function judge(plan: PlannedLiquidation, outcome: OnChainOutcome, gasUsed: bigint, gasPrice: GasPrice) {
  const { debt, candidate, onChain } = plan;
  const debtPriceUsd = candidate.action.pays.priceUsd!;
  const calldataBytes = onChain.sale.path.length / 2 + onChain.target.data.length / 2 + 800;
  const cost = gasCostUsd(gasUsed, gasPrice, calldataBytes) ?? plan.expected.gasCostUsd;
  const profitUsd = toUsdDown(outcome.profit, debt, debtPriceUsd);
  const netUsd = toUsdDown(outcome.profit - outcome.tip, debt, debtPriceUsd) - cost;
  return { outcome, gasUsed, profitUsd, gasCostUsd: cost, netUsd };
}

/** Who would own a liquidator that is not deployed yet: the sender, with limits as wide as the plan needs. */
export function standIn({ onChain: { terms } }: PlannedLiquidation, sender: Address) {
  // the contract takes no limit of 100 %
  const maxSlippageBps = Math.min(terms.maxSlippageBps, 9_999);
  return { owner: sender, receiver: sender, operators: [sender], maxSlippageBps, maxTipBps: terms.tipBps };
}

export function decodeOutcome(data: `0x${string}`): OnChainOutcome {
  return decodeFunctionResult({ abi: flashLiquidatorAbi, functionName: "liquidate", data });
}

/** What makes a node run a plan for who may not be allowed to yet, by a liquidator that may not be deployed yet. */
export async function overridesFor(
  context: Context,
  { from, to, plan, options }: { from: Address; to: Address; plan: PlannedLiquidation; options: SimulateOptions },
): Promise<StateOverride> {
  if (options.liquidator !== null) {
    // A known sender must really be an operator; a stand-in is made one.
    return options.caller === null ? operatorOverride(plan.contract, to, from) : [];
  }
  const allowed = allowedBy(PROTOCOLS[plan.target.protocol], context.book);
  const setup = setupOf(context.book, { ...standIn(plan, from), ...allowed });
  return injectedLiquidator(context, plan.contract, { address: to, setup, blockNumber: options.blockNumber });
}
