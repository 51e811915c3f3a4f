import type { Address, Hex, StateOverride } from "viem";
import type { Context } from "../../core/context.ts";
import { RpcError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { ignoresOverrides } from "../../simulators/ignores-overrides.ts";
import { runSimulation, SIMULATORS } from "../../simulators/index.ts";
import { injectedLiquidator, operatorOverride } from "../../simulators/liquidator-code.ts";
import { setupOf } from "../../simulators/setup.ts";
import type { SimulationRequest, Simulator } from "../../simulators/simulator.ts";
import { allowedBy } from "../deploy/allowed-by.ts";
import { sellerAddress } from "../deploy/seller-address.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { needsSeller, sellerRuntime } from "./injected-seller.ts";
import type { Simulated } from "./simulation.ts";
import { wordsFor } from "./words-for.ts";

/** Where a liquidator that is not deployed pretends to be, and who calls it when nobody is known. Both have no code. */
const INJECTED: Address = "0x00000000000000000000000000000000f11d0001";
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

/** Options of a simulation on one block. */
export function simulateOn(
  { number: blockNumber, timestamp }: ResolvedBlock,
  rest: Omit<SimulateOptions, "blockNumber" | "timestamp">,
): SimulateOptions {
  return { ...rest, blockNumber, timestamp };
}

/** Of one liquidator, at least one. */
export type Plans = readonly [PlannedLiquidation, ...PlannedLiquidation[]];

/** A call of a liquidator that was tried. */
export type LiquidatorRun = Simulated &
  (
    | { readonly ok: true; readonly returnData: Hex; readonly gasUsed: bigint }
    | { readonly ok: false; readonly reason: Reason }
  );

/**
 * Runs a call of a liquidator on the state of one block as the next one would, also before it is deployed.
 * @param plans what it carries out, all by one liquidator
 * @param data the same bytes as are estimated and sent
 * @throws RpcError "overrides-ignored" when the endpoint leaves out what makes it look deployed or allowed
 */
export async function runLiquidator(
  context: Context,
  plans: Plans,
  data: Hex,
  options: SimulateOptions,
): Promise<LiquidatorRun> {
  const from = options.caller ?? ANYBODY;
  const to = options.liquidator ?? INJECTED;
  const transaction = { from, to, data };
  const request = {
    transaction,
    blockNumber: options.blockNumber,
    timestamp: options.timestamp + NEXT_BLOCK_SECONDS,
    stateOverride: await overridesFor(context, { from, to, plans, options }),
    words: plans.flatMap(wordsFor),
  };
  const { method, result } = await runSimulation(context, request);
  const common = { method, injected: options.liquidator === null, transaction } as const;
  if (!result.ok || result.returnData === "0x") await requireOverrides(context, method, request);
  if (!result.ok) return { ok: false, ...common, reason: result.reason };
  const { returnData, gasUsed } = result;
  if (returnData !== "0x" && gasUsed !== null) return { ok: true, ...common, returnData, gasUsed };
  if (returnData !== "0x") {
    context.logger.warn("the node does not estimate gas on a changed state, the planned figure is used");
    const planned = plans.reduce((sum, { expected }) => sum + expected.gas, 0n);
    return { ok: true, ...common, returnData, gasUsed: planned, isGasPlanned: true };
  }
  // A call to an address without code succeeds and returns nothing: never take that for a liquidation.
  const reason = { code: "no-liquidator", message: `there is no liquidator at ${to} at this block` };
  return { ok: false, ...common, reason };
}

/** A failure says nothing when it is that of another state than was asked for. */
async function requireOverrides(
  context: Context,
  method: Simulator["method"],
  request: SimulationRequest,
): Promise<void> {
  if (request.stateOverride.length === 0) return;
  const simulator = SIMULATORS.find((one) => one.method === method)!;
  if (!(await ignoresOverrides(context, simulator, request))) return;
  throw new RpcError("unsupported-method", `the endpoint ignores the changed state that ${method} is to run on`, {
    retryable: false,
    code: "overrides-ignored",
    hint: "use another endpoint, or fliq simulate --fork, which needs none of that",
  });
}

/** Who would own a liquidator that is not deployed yet: the sender, with limits as wide as the widest plan needs. */
export function standIn(plans: Plans, sender: Address) {
  const terms = plans.map(({ onChain }) => onChain.terms);
  const minBonusShareBps = Math.min(...terms.map((one) => one.minBonusShareBps));
  const maxTipBps = Math.max(...terms.map(({ tipBps }) => tipBps));
  const seller = sellerAddress();
  return { owner: sender, receiver: sender, operators: [sender], minBonusShareBps, maxTipBps, seller };
}

/** What makes a node run plans for who may not be allowed to yet, by a liquidator that may not be deployed yet. */
async function overridesFor(
  context: Context,
  { from, to, plans, options }: { from: Address; to: Address; plans: Plans; options: SimulateOptions },
): Promise<StateOverride> {
  const { contract } = plans[0];
  if (options.liquidator !== null) {
    // A known sender must really be an operator; a stand-in is made one.
    return options.caller === null ? operatorOverride(contract, to, from) : [];
  }
  const setup = setupOf(context.book, { ...standIn(plans, from), ...allowedBy(contract, context.book) });
  const { blockNumber } = options;
  const liquidator = await injectedLiquidator(context, contract, { address: to, setup, blockNumber });
  if (!needsSeller(plans)) return liquidator;
  return [...liquidator, { address: sellerAddress(), code: await sellerRuntime(context, blockNumber) }];
}
