import type { TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import { min } from "../../core/math/math.ts";
import { targetKey } from "../../protocols/target.ts";
import { record } from "../account/record.ts";
import { sentLeg } from "../account/sent-leg.ts";
import { type ActOptions, whyFailed } from "../act.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import type { GasPrice } from "../plan/gas.ts";
import { highestGasPrice } from "../plan/highest-gas-price.ts";
import { refuseOpen } from "../reconcile/refuse-open.ts";
import { refusedFor } from "../refused-for.ts";
import { proveAtHead } from "../simulate/prove-at-head.ts";
import { simulateOn } from "../simulate/run-liquidator.ts";
import { wordsFor } from "../simulate/words-for.ts";
import { inclusionOf } from "../submit/inclusion-of.ts";
import { includeTransaction } from "../submit/submit.ts";
import type { Batch } from "./batch.ts";
import { gasOfBatch, proveBatch } from "./form-batch.ts";
import { type Inclusion, type LegResult, legsOf } from "./legs-of.ts";
import { shareReason } from "./share-reason.ts";

/** Code of the refusal of a batch that would not work as a whole any more. */
export const MOVED = "batch-moved";

/** A batch as far as it went. */
export interface BatchAct {
  readonly batch: Batch;
  readonly gasPrice: GasPrice;
  readonly legs: readonly LegResult[];
  /** Null in a dry run. */
  readonly inclusion: Inclusion | null;
}

export interface BatchOptions extends Omit<ActOptions, "onProven"> {
  readonly gasPrice: GasPrice;
  /** Told of what is about to be sent, right before. */
  readonly onBatch?: (proven: BatchAct) => Promise<void>;
}

/**
 * submit and account for a batch: proven on the newest block, sent as one transaction, one row of the ledger for each leg.
 * @throws what the stages throw; then every leg has its row with the reason
 */
export async function actBatch(context: Context, formed: Batch, options: BatchOptions): Promise<BatchAct> {
  const { signer, send, now, block, onStep } = options;
  const liquidator = context.book.liquidators[formed.members[0]!.proposal.plan.contract] ?? null;
  let { gasPrice } = options;
  let batch = formed;
  let receipt: TransactionReceipt | null = null;
  try {
    refuseExpensiveGas(gasPrice, context.config.maxGasPriceWei);
    if (send && signer) {
      const caller = signer.address;
      await requireSettled(context, formed, { from: caller, now: now() });
      const proof = { block, gasPrice, simulation: formed as Batch | null };
      const proven = await proveAtHead(context, proof, now(), (head, price) =>
        proveBatch(context, formed, simulateOn(head, { gasPrice: price, caller, liquidator })),
      );
      // nothing was decided about any of them: whoever asked goes on without the batch
      if (proven.simulation === null) throw moved();
      batch = proven.simulation;
      gasPrice = proven.gasPrice;
      await options.onBatch?.({ batch, gasPrice, legs: legsOf(batch, gasPrice, null), inclusion: null });
      onStep?.("sending");
      receipt = await includeTransaction(context, batch.simulation.transaction, {
        signer,
        gasPrice,
        words: batch.members.flatMap(({ proposal }) => wordsFor(proposal.plan)),
        gasUsed: batch.simulation.gasUsed,
        maxGasPriceWei: highestForAll(context, batch, gasPrice),
        leastGas: gasOfBatch(batch.members.map(({ leg }) => leg)),
        now,
        legs: legsOf(batch, gasPrice, null).map(({ member: { proposal, alone, round }, simulation }) =>
          sentLeg({ ...proposal, round, gasPrice, simulation }, alone),
        ),
        ...(options.receiptTimeoutMs && { receiptTimeoutMs: options.receiptTimeoutMs }),
      });
    }
  } catch (error) {
    if (error instanceof RefusedError && error.code === MOVED) throw error;
    const status = error instanceof RefusedError ? "skipped" : "failed";
    const { reason, txHash } = whyFailed(error);
    const alone = batch.members.map((member) => member.alone);
    for (const [index, each] of shareReason(reason, alone).entries()) {
      const { proposal, round } = batch.members[index]!;
      await record(context, { ...proposal, round, gasPrice, status, reason: each, txHash }, now());
    }
    throw error;
  }
  const legs = legsOf(batch, gasPrice, receipt);
  for (const { member, simulation, submission, reason } of legs) {
    const status = receipt === null ? "dry-run" : submission === null ? "failed" : "liquidated";
    const txHash = receipt?.transactionHash ?? null;
    const { proposal, round } = member;
    await record(context, { ...proposal, round, gasPrice, simulation, submission, reason, txHash, status }, now());
  }
  return { batch, gasPrice, legs, inclusion: receipt && inclusionOf(receipt) };
}

/** At which none of the legs pays more than its own share. */
function highestForAll({ config }: Context, batch: Batch, gasPrice: GasPrice): bigint {
  const legs = legsOf(batch, gasPrice, null);
  return legs.map(({ simulation }) => highestGasPrice(config, gasPrice, simulation)).reduce((a, b) => min(a, b));
}

/** With one that may still be mined the others are not kept waiting: each goes alone, and that one is refused. */
async function requireSettled(
  context: Context,
  { members }: Batch,
  by: Parameters<typeof refuseOpen>[2],
): Promise<void> {
  const keys = members.map(({ proposal }) => targetKey(proposal.plan.target));
  await refuseOpen(context, keys, by).catch((error: unknown) => {
    if (!(error instanceof RefusedError)) throw error;
    throw new RefusedError(error.message, { code: MOVED, cause: error });
  });
}

function moved(): RefusedError {
  return refusedFor({
    code: MOVED,
    message: "the chain has moved: not every liquidation of the batch would succeed in it any more",
  });
}
