import type { PrivateKeyAccount } from "viem";
import type { Context } from "../core/context.ts";
import { ConfigError, FliqError, RefusedError, RevertError } from "../core/errors.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { account } from "./account.ts";
import { type Proposal, type ProposeRequest, propose } from "./propose.ts";
import { refusedFor } from "./select.ts";
import { simulate } from "./simulate.ts";
import { refuseExpensiveGas, type Submission, submit } from "./submit.ts";
import type { Reason, SimulationResult } from "./types.ts";

export interface LiquidateRequest extends Omit<ProposeRequest, "caller"> {
  /** Null in a dry run without a key. */
  readonly signer: PrivateKeyAccount | null;
  /** False: everything but the sending. */
  readonly send: boolean;
  /** For the record. */
  readonly now: () => Date;
  readonly onStep?: (what: string) => void;
}

/** A liquidation as far as it went. */
export interface Liquidation extends Proposal {
  readonly simulation: Extract<SimulationResult, { ok: true }>;
  /** Null in a dry run. */
  readonly submission: Submission | null;
}

/**
 * The whole flow for one user: discover, assess, plan, simulate, submit, account. Every attempt that got as far as a plan
 * ends in one row of the ledger, whatever became of it.
 * @throws what the stages throw: NothingToDo, RefusedError, UsageError, RpcError, RevertError.
 */
export async function liquidate(context: Context, request: LiquidateRequest): Promise<Liquidation> {
  const { signer, send, onStep, now } = request;
  if (send && signer === null) throw new ConfigError("nothing can be sent without a key");
  onStep?.("planning");
  const proposal = await propose(context, { ...request, caller: signer?.address ?? null });
  const { plan, gasPrice, assessment } = proposal;
  const liquidator = context.book.liquidators[plan.contract] ?? null;
  const attempt = { assessment, plan, gasPrice, simulation: null, submission: null };
  let simulation: SimulationResult | null = null;
  try {
    if (send && liquidator === null) throw notDeployed(plan.contract, context);
    refuseExpensiveGas(gasPrice, context.config.maxGasPriceWei);
    onStep?.("simulating");
    simulation = await simulate(context, PROTOCOLS[plan.ref.protocol], plan, {
      blockNumber: request.block.number,
      timestamp: request.block.timestamp,
      gasPrice,
      caller: signer?.address ?? null,
      liquidator,
    });
    const proven = requireProfit(simulation, context.config.minProfitUsd);
    if (!send || signer === null) {
      await account(context, { ...attempt, simulation, status: "dry-run", reason: null }, now());
      return { ...proposal, simulation: proven, submission: null };
    }
    onStep?.("sending");
    const submission = await submit(context, proven.transaction, { signer, gasPrice, gasUsed: proven.gasUsed });
    await account(context, { ...attempt, simulation, submission, status: "liquidated", reason: null }, now());
    return { ...proposal, simulation: proven, submission };
  } catch (error) {
    const status = error instanceof RefusedError ? "skipped" : "failed";
    await account(context, { ...attempt, simulation, status, reason: reasonOf(error) }, now());
    throw error;
  }
}

/** @throws RefusedError when the simulation reverts or earns less than the minimum after the gas that it used. */
export function requireProfit(
  simulation: SimulationResult,
  minProfitUsd: bigint,
): Extract<SimulationResult, { ok: true }> {
  if (!simulation.ok) throw refusedFor(simulation.reason);
  if (simulation.netUsd >= minProfitUsd) return simulation;
  throw refusedFor({
    code: "below-min-profit",
    message: "by simulation the liquidation earns less than the minimum profit",
    numbers: { netUsd: simulation.netUsd, minProfitUsd, gasUsed: simulation.gasUsed },
  });
}

function notDeployed(contract: string, { book }: Context): ConfigError {
  return new ConfigError(`${contract} is not deployed on ${book.name}`, {
    code: "not-deployed",
    hint: "deploy it with fliq deploy, or simulate without it",
  });
}

function reasonOf(error: unknown): Reason {
  if (!(error instanceof FliqError)) return { code: "unexpected", message: "an unexpected failure" };
  const code = error instanceof RevertError ? "reverted" : error.code;
  return { code, message: error.message, ...(error.numbers && { numbers: error.numbers }) };
}
