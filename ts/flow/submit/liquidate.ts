import type { Hex, PrivateKeyAccount } from "viem";
import type { Context } from "../../core/context.ts";
import { ConfigError, FliqError, RefusedError } from "../../core/errors/errors.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { type Attempt, account } from "../account/account.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { belowMinimumText } from "../plan/usd.ts";
import { bestOf, consider, type Proposal, type ProposeRequest } from "../propose.ts";
import { refusedFor } from "../refused-for.ts";
import { proveAtHead } from "../simulate/prove-at-head.ts";
import { simulate } from "../simulate/simulate.ts";
import { simulateBest } from "../simulate/simulate-best.ts";
import type { SimulationResult } from "../simulate/simulation.ts";
import { wordsFor } from "../simulate/words-for.ts";
import { decisive, failureFor } from "../why-not.ts";
import { type Submission, submit } from "./submit.ts";

export interface LiquidateRequest extends Omit<ProposeRequest, "caller"> {
  /** Null in a dry run without a key. */
  readonly signer: PrivateKeyAccount | null;
  /** False: everything but the sending. */
  readonly send: boolean;
  /** For the record. */
  readonly now: () => Date;
  readonly onStep?: (what: string) => void;
  /** Told of what is about to be sent, right before. */
  readonly onProven?: (proven: Omit<Liquidation, "submission">) => Promise<void>;
  /** How long to wait for the transaction, milliseconds. */
  readonly receiptTimeoutMs?: number;
}

/** A liquidation as far as it went. */
export interface Liquidation extends Proposal {
  readonly simulation: Extract<SimulationResult, { ok: true }>;
  /** Null in a dry run. */
  readonly submission: Submission | null;
}

/**
 * The whole flow for one user: discover, assess, plan, simulate, submit, account. Everything that was found liquidatable,
 * or would be but for a reason, ends in one row of the ledger, whatever became of it.
 * @throws what the stages throw: NothingToDo, RefusedError, UsageError, ConfigError, RpcError, RevertError.
 */
export async function liquidate(context: Context, request: LiquidateRequest): Promise<Liquidation> {
  const { signer, send, onStep, now } = request;
  if (send && signer === null) throw new ConfigError("nothing can be sent without a key");
  const record = (attempt: Partial<Attempt> & Pick<Attempt, "assessment" | "status">) =>
    recorded(context, { ...NOTHING, ...attempt }, now());
  onStep?.("planning");
  const consideration = await consider(context, { ...request, caller: signer?.address ?? null });
  const proposal = bestOf(consideration);
  if (proposal === null) {
    const considered = decisive(consideration);
    const { gasPrice } = consideration;
    if (considered && !considered.result.ok) {
      const { reason, best: plan } = considered.result;
      await record({ assessment: considered.assessment, plan, gasPrice, status: "skipped", reason });
    }
    throw failureFor(consideration);
  }
  const { assessment } = proposal;
  const liquidator = context.book.liquidators[proposal.plan.contract] ?? null;
  const caller = signer?.address ?? null;
  let { plan, gasPrice }: Pick<Proposal, "plan" | "gasPrice"> = proposal;
  let simulation: SimulationResult | null = null;
  let liquidation: Liquidation;
  try {
    if (send && liquidator === null) throw notDeployed(plan.contract, context);
    refuseExpensiveGas(gasPrice, context.config.maxGasPriceWei);
    onStep?.("simulating");
    const at =
      ({ number: blockNumber, timestamp }: ResolvedBlock, price: GasPrice) =>
      (way: PlannedLiquidation) =>
        simulate(context, way, { blockNumber, timestamp, gasPrice: price, caller, liquidator });
    ({ plan, simulation } = await simulateBest(context, proposal, at(request.block, gasPrice)));
    let proven = requireProfit(simulation, context.config.minProfitUsd);
    let submission: Submission | null = null;
    if (send && signer) {
      const proof = { block: request.block, gasPrice, simulation };
      ({ simulation, gasPrice } = await proveAtHead(context, proof, now(), (block, price) => at(block, price)(plan)));
      proven = requireProfit(simulation, context.config.minProfitUsd);
      await request.onProven?.({ ...proposal, plan, gasPrice, simulation: proven });
      onStep?.("sending");
      const { receiptTimeoutMs } = request;
      submission = await submit(context, proven.transaction, {
        signer,
        gasPrice,
        words: wordsFor(plan),
        gasUsed: proven.gasUsed,
        ...(receiptTimeoutMs && { receiptTimeoutMs }),
      });
    }
    liquidation = { ...proposal, plan, gasPrice, simulation: proven, submission };
  } catch (error) {
    const status = error instanceof RefusedError ? "skipped" : "failed";
    await record({ assessment, plan, gasPrice, simulation, status, ...failed(error) });
    throw error;
  }
  const { submission } = liquidation;
  await record({ ...liquidation, status: submission === null ? "dry-run" : "liquidated" });
  return liquidation;
}

const NOTHING = { plan: null, simulation: null, submission: null, gasPrice: null, reason: null, txHash: null } as const;

/** A record that cannot be written must not hide what happened to the money. */
async function recorded(context: Context, attempt: Attempt, now: Date): Promise<void> {
  try {
    await account(context, attempt, now);
  } catch (error) {
    if (!(error instanceof FliqError)) throw error;
    context.logger.warn(error.message, { hint: error.hint });
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
    message: `by simulation the liquidation earns ${belowMinimumText(simulation.netUsd, minProfitUsd)}`,
    numbers: { netUsd: simulation.netUsd, minProfitUsd, gasUsed: simulation.gasUsed },
  });
}

function notDeployed(contract: string, { book }: Context): ConfigError {
  return new ConfigError(`${contract} is not deployed on ${book.name}`, {
    code: "not-deployed",
    hint: "deploy it with fliq deploy, or simulate without it",
  });
}

/** Why it failed, and the transaction that it failed with, if one was sent. */
function failed(cause: unknown): Pick<Attempt, "reason" | "txHash"> {
  const error = cause instanceof FliqError ? cause : explainFailure(cause);
  if (error === null) return { reason: { code: "unexpected", message: "an unexpected failure" }, txHash: null };
  const { code, message, numbers } = error;
  const reason: Reason = { code, message, ...(numbers && { numbers }) };
  return { reason, txHash: (numbers?.txHash ?? null) as Hex | null };
}
