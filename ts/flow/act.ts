import type { Hex, PrivateKeyAccount } from "viem";
import type { Context } from "../core/context.ts";
import { ConfigError, RefusedError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import type { Reason } from "../core/errors/reason.ts";
import { type ResolvedBlock, resolveBlock } from "../core/rpc/block.ts";
import { targetKey } from "../protocols/target.ts";
import type { TransactionRequest } from "../simulators/simulator.ts";
import { type Attempt, record } from "./account/record.ts";
import { sentLeg } from "./account/sent-leg.ts";
import { refuseExpensiveGas } from "./plan/expensive-gas.ts";
import type { GasPrice } from "./plan/gas.ts";
import { highestGasPrice } from "./plan/highest-gas-price.ts";
import type { PlannedLiquidation } from "./plan/planned-liquidation.ts";
import type { Proposal } from "./propose.ts";
import { refuseOpen } from "./reconcile/refuse-open.ts";
import { requireProfit } from "./require-profit.ts";
import { proveAtHead } from "./simulate/prove-at-head.ts";
import { simulateOn } from "./simulate/run-liquidator.ts";
import { callOf, simulate } from "./simulate/simulate.ts";
import { simulateBest } from "./simulate/simulate-best.ts";
import type { SimulationResult } from "./simulate/simulation.ts";
import { wordsFor } from "./simulate/words-for.ts";
import { type Checks, checkNow } from "./submit/check-now.ts";
import type { Submission } from "./submit/submission.ts";
import { submit } from "./submit/submit.ts";

/** Who acts, how far, and who is told. */
export interface ActOptions {
  /** Null in a dry run without a key. */
  readonly signer: PrivateKeyAccount | null;
  /** False: everything but the sending. */
  readonly send: boolean;
  /** Block of the proposal. */
  readonly block: ResolvedBlock;
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
 * simulate, submit and account for one proposal: whatever becomes of it ends in one row of the ledger.
 * @throws what the stages throw: RefusedError, ConfigError, RpcError, RevertError, DroppedError, InterruptedError.
 */
export async function act(context: Context, proposal: Proposal, options: ActOptions): Promise<Liquidation> {
  const { signer, send, onStep, now, block } = options;
  if (send && signer === null) throw new ConfigError("nothing can be sent without a key");
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
    const beside: { last: Beside | null } = { last: null };
    const at = (on: ResolvedBlock, price: GasPrice) => (way: PlannedLiquidation) => {
      // no round trip later: whatever is sent needs them, and what is not sent has lost nothing
      if (send && caller && liquidator)
        beside.last = askBeside(context, { from: caller, to: liquidator, data: callOf(way) }, way);
      return simulate(context, way, simulateOn(on, { gasPrice: price, caller, liquidator }));
    };
    ({ plan, simulation } = await simulateBest(context, proposal, at(block, gasPrice)));
    let proven = requireProfit(simulation, context.config);
    let submission: Submission | null = null;
    if (send && signer) {
      await refuseOpen(context, [targetKey(plan.target)], { from: signer.address, now: now() });
      const proof = { block, gasPrice, simulation };
      const again = (head: ResolvedBlock, price: GasPrice) => at(head, price)(plan);
      ({ simulation, gasPrice } = await proveAtHead(context, proof, now(), again, beside.last?.head));
      proven = requireProfit(simulation, context.config);
      await options.onProven?.({ ...proposal, plan, gasPrice, simulation: proven });
      onStep?.("sending");
      submission = await submit(context, proven.transaction, {
        signer,
        gasPrice,
        words: wordsFor(plan),
        gasUsed: proven.gasUsed,
        maxGasPriceWei: highestGasPrice(context.config, gasPrice, proven),
        ...(beside.last && { checks: beside.last.checks }),
        now,
        legs: [sentLeg({ assessment, plan, gasPrice, simulation: proven }, proven.gasUsed)],
        ...(options.receiptTimeoutMs && { receiptTimeoutMs: options.receiptTimeoutMs }),
      });
    }
    liquidation = { ...proposal, plan, gasPrice, simulation: proven, submission };
  } catch (error) {
    const status = error instanceof RefusedError ? "skipped" : "failed";
    await record(context, { assessment, plan, gasPrice, simulation, status, ...whyFailed(error) }, now());
    throw error;
  }
  const status = liquidation.submission === null ? "dry-run" : "liquidated";
  await record(context, { ...liquidation, status }, now());
  return liquidation;
}

/** What is asked for while the simulation runs. */
interface Beside {
  readonly head: Promise<ResolvedBlock>;
  readonly checks: Promise<Checks>;
}

/** Failures matter where the answers are wanted. */
function askBeside(context: Context, transaction: TransactionRequest, plan: PlannedLiquidation): Beside {
  const head = resolveBlock(context.client, { tag: "latest" });
  const checks = checkNow(context, transaction, wordsFor(plan));
  head.catch(() => {});
  checks.catch(() => {});
  return { head, checks };
}

function notDeployed(contract: string, { book }: Context): ConfigError {
  return new ConfigError(`${contract} is not deployed on ${book.name}`, {
    code: "not-deployed",
    hint: "deploy it with fliq deploy, or simulate without it",
  });
}

/** Why it failed, and the transaction that it failed with, if one was sent. */
export function whyFailed(cause: unknown): Pick<Attempt, "reason" | "txHash"> {
  const error = explainFailure(cause);
  if (error === null) return { reason: { code: "unexpected", message: "an unexpected failure" }, txHash: null };
  const { code, message, numbers } = error;
  const reason: Reason = { code, message, ...(numbers && { numbers }) };
  return { reason, txHash: (numbers?.txHash ?? null) as Hex | null };
}
