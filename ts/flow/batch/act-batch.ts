import { parseEventLogs, type TransactionReceipt } from "viem";
import type { Context } from "../../core/context.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import { record } from "../account/record.ts";
import { type ActOptions, whyFailed } from "../act.ts";
import { refuseExpensiveGas } from "../plan/expensive-gas.ts";
import type { GasPrice } from "../plan/gas.ts";
import { refusedFor } from "../refused-for.ts";
import { proveAtHead } from "../simulate/prove-at-head.ts";
import { simulateOn } from "../simulate/run-liquidator.ts";
import type { OnChainOutcome, SimulationResult } from "../simulate/simulation.ts";
import { wordsFor } from "../simulate/words-for.ts";
import { includeTransaction, inclusionOf, type Submission } from "../submit/submit.ts";
import type { Batch, Candidate } from "./batch.ts";
import { gasOfBatch, proveBatch } from "./form-batch.ts";
import { judgeLegs } from "./judge-legs.ts";
import { shareGas } from "./share-gas.ts";

/** Code of the refusal of a batch that would not work as a whole any more. */
export const MOVED = "batch-moved";

/** What became of one leg. */
export interface LegResult {
  readonly member: Candidate;
  /** With the leg's share of the batch's gas. */
  readonly simulation: Extract<SimulationResult, { ok: true }>;
  /** With the leg's share of the batch's gas; null in a dry run, or when the leg failed. */
  readonly submission: Submission | null;
  /** Why it failed on chain, with its share of the batch's gas; null when it did not, or nothing was sent. */
  readonly reason: Reason | null;
}

type Inclusion = Omit<Submission, "outcome">;

/** A batch as far as it went. */
export interface BatchAct {
  readonly batch: Batch;
  readonly gasPrice: GasPrice;
  readonly legs: readonly LegResult[];
  /** What the chain did with the transaction, whatever became of its legs; null in a dry run. */
  readonly inclusion: Inclusion | null;
}

/**
 * submit and account for a batch: proven on the newest block, sent as one transaction, one row of the ledger for each leg.
 * @throws what the stages throw; then every leg has its row with the reason
 */
export async function actBatch(context: Context, formed: Batch, options: ActOptions & { readonly gasPrice: GasPrice }) {
  const { signer, send, now, block, onStep } = options;
  const liquidator = context.book.liquidators[formed.members[0]!.proposal.plan.contract] ?? null;
  let { gasPrice } = options;
  let batch = formed;
  let receipt: TransactionReceipt | null = null;
  try {
    refuseExpensiveGas(gasPrice, context.config.maxGasPriceWei);
    if (send && signer) {
      const caller = signer.address;
      const proof = { block, gasPrice, simulation: formed as Batch | null };
      const proven = await proveAtHead(context, proof, now(), (head, price) =>
        proveBatch(context, formed, simulateOn(head, { gasPrice: price, caller, liquidator })),
      );
      // nothing was decided about any of them: whoever asked goes on without the batch
      if (proven.simulation === null) throw moved();
      batch = proven.simulation;
      gasPrice = proven.gasPrice;
      onStep?.("sending");
      receipt = await includeTransaction(context, batch.simulation.transaction, {
        signer,
        gasPrice,
        words: batch.members.flatMap(({ proposal }) => wordsFor(proposal.plan)),
        gasUsed: batch.simulation.gasUsed,
        leastGas: gasOfBatch(batch.members.map(({ leg }) => leg)),
        ...(options.receiptTimeoutMs && { receiptTimeoutMs: options.receiptTimeoutMs }),
      });
    }
  } catch (error) {
    if (error instanceof RefusedError && error.code === MOVED) throw error;
    const status = error instanceof RefusedError ? "skipped" : "failed";
    for (const { proposal } of batch.members) {
      await record(context, { ...proposal, gasPrice, status, ...whyFailed(error) }, now());
    }
    throw error;
  }
  const legs = legsOf(batch, gasPrice, receipt);
  for (const { member, simulation, submission, reason } of legs) {
    const status = receipt === null ? "dry-run" : submission === null ? "failed" : "liquidated";
    const txHash = receipt?.transactionHash ?? null;
    await record(context, { ...member.proposal, gasPrice, simulation, submission, reason, txHash, status }, now());
  }
  return { batch, gasPrice, legs, inclusion: receipt && inclusionOf(receipt) } satisfies BatchAct;
}

function legsOf({ members, simulation }: Batch, gasPrice: GasPrice, receipt: TransactionReceipt | null): LegResult[] {
  const { method, injected, transaction } = simulation;
  const judged = judgeLegs(members, simulation, gasPrice);
  const weights = members.map(({ alone }) => alone);
  const realised = receipt === null ? null : realisedOf(receipt, transaction.to, members.length);
  const inclusion = receipt === null ? null : inclusionOf(receipt);
  const [gas, fees] =
    inclusion === null
      ? [[], []]
      : ([inclusion.gasUsed, inclusion.l1FeeWei].map((all) => shareGas(all, weights)) as [bigint[], bigint[]]);
  return members.map((member, index): LegResult => {
    const done = realised?.[index] ?? null;
    const isDone = inclusion !== null && done !== null && "profit" in done;
    return {
      member,
      simulation: { ok: true, method, injected, transaction, ...judged[index]! },
      submission: isDone ? { ...inclusion, gasUsed: gas[index]!, l1FeeWei: fees[index]!, outcome: done } : null,
      reason:
        inclusion !== null && done !== null && "data" in done
          ? failureOf(revertReason(done.data, wordsFor(member.leg.plan)), inclusion, gas[index]!)
          : null,
    };
  });
}

/** A leg that failed has cost its gas all the same. */
function failureOf(reason: Reason, { txHash, blockNumber, effectiveGasPrice }: Inclusion, gasUsed: bigint): Reason {
  const cost = { txHash, blockNumber, gasUsed, gasCostWei: gasUsed * effectiveGasPrice };
  return { ...reason, numbers: { ...reason.numbers, ...cost } };
}

/** The outcome of each leg by the liquidator's own events: those that did not fail succeeded, in their order. */
function realisedOf(
  { logs }: TransactionReceipt,
  liquidator: string,
  count: number,
): (OnChainOutcome | { readonly data: `0x${string}` })[] {
  const events = parseEventLogs({ abi: flashLiquidatorAbi, eventName: ["Liquidated", "LegFailed"], logs });
  const own = events.filter(({ address }) => address.toLowerCase() === liquidator.toLowerCase());
  const failed = new Map(
    own.flatMap((event) =>
      event.eventName === "LegFailed" ? [[Number(event.args.index), event.args.revertData]] : [],
    ) as [number, `0x${string}`][],
  );
  const succeeded = own.flatMap((event) => (event.eventName === "Liquidated" ? [event.args.outcome] : []));
  return Array.from({ length: count }, (_, index) => {
    const data = failed.get(index);
    return data === undefined ? succeeded.shift()! : { data };
  });
}

function moved(): RefusedError {
  return refusedFor({
    code: MOVED,
    message: "the chain has moved: not every liquidation of the batch would succeed in it any more",
  });
}
