import type { TransactionReceipt } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { SimulationResult } from "../simulate/simulation.ts";
import { wordsFor } from "../simulate/words-for.ts";
import { inclusionOf } from "../submit/inclusion-of.ts";
import type { Submission } from "../submit/submission.ts";
import type { Batch, Candidate } from "./batch.ts";
import { failedLeg } from "./cost-shares.ts";
import { judgeLegs } from "./judge-legs.ts";
import { realisedLegs } from "./realised-legs.ts";
import { shareInclusion } from "./share-inclusion.ts";

/** What the chain did with a transaction, whatever became of its legs. */
export type Inclusion = Omit<Submission, "outcome">;

/** Code of the reason of a leg of which the receipt says neither that it succeeded nor that it failed. */
export const OUTCOME_UNKNOWN = "outcome-unknown";

export const UNSAID: Reason = {
  code: OUTCOME_UNKNOWN,
  message: "the receipt does not say what became of it: look the transaction up",
};

/** What became of one leg. */
export interface LegResult {
  readonly member: Candidate;
  /** With the leg's share of the batch's gas. */
  readonly simulation: Extract<SimulationResult, { ok: true }>;
  /** With the leg's share of the batch's gas; null in a dry run, or when the leg failed. */
  readonly submission: Submission | null;
  /** Why it failed on chain, or is not known to have succeeded, with its share; null when it did, or nothing was sent. */
  readonly reason: Reason | null;
  /** Its share of what the batch cost, wei, whatever became of it; null when nothing was sent. */
  readonly costWei: bigint | null;
}

/** What becomes of each leg of a batch: by simulation and, once it was mined, by its receipt. */
export function legsOf(
  { members, simulation }: Batch,
  gasPrice: GasPrice,
  receipt: TransactionReceipt | null,
): LegResult[] {
  const { method, injected, transaction } = simulation;
  const judged = judgeLegs(members, simulation, gasPrice);
  const simulated = members.map((member, index) => ({
    member,
    simulation: { ok: true, method, injected, transaction, ...judged[index]! } as const,
  }));
  if (receipt === null) return simulated.map((leg) => ({ ...leg, submission: null, reason: null, costWei: null }));
  const realised = realisedLegs(receipt, transaction.to, members.length);
  const shares = shareInclusion(
    inclusionOf(receipt),
    members.map(({ alone }) => alone),
  );
  return simulated.map((leg, index): LegResult => {
    const [done, share] = [realised[index]!, shares[index]!];
    const costWei = share.gasUsed * share.effectiveGasPrice + share.l1FeeWei;
    if ("profit" in done) return { ...leg, submission: { ...share, outcome: done }, reason: null, costWei };
    const why = done.data === null ? UNSAID : revertReason(done.data, wordsFor(leg.member.leg.plan));
    return { ...leg, submission: null, reason: failedLeg(why, { ...share, gasCostWei: costWei }), costWei };
  });
}
