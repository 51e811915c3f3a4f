import { type Hex, parseEventLogs, type TransactionReceipt } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { flashLiquidatorAbi } from "../../generated/FlashLiquidator.ts";
import { revertReason } from "../../simulators/revert-reason.ts";
import type { GasPrice } from "../plan/gas.ts";
import type { OnChainOutcome, SimulationResult } from "../simulate/simulation.ts";
import { wordsFor } from "../simulate/words-for.ts";
import { inclusionOf, type Submission } from "../submit/submit.ts";
import type { Batch, Candidate } from "./batch.ts";
import { judgeLegs } from "./judge-legs.ts";
import { shareGas } from "./share-gas.ts";

/** What the chain did with a transaction, whatever became of its legs. */
export type Inclusion = Omit<Submission, "outcome">;

/** Code of the reason of a leg of which the receipt says neither that it succeeded nor that it failed. */
export const OUTCOME_UNKNOWN = "outcome-unknown";

const UNSAID: Reason = {
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
  const realised = realisedOf(receipt, transaction.to, members.length);
  const shares = sharesOf(inclusionOf(receipt), members);
  return simulated.map((leg, index): LegResult => {
    const [done, share] = [realised[index]!, shares[index]!];
    const costWei = share.gasUsed * share.effectiveGasPrice + share.l1FeeWei;
    if ("profit" in done) return { ...leg, submission: { ...share, outcome: done }, reason: null, costWei };
    const why = done.data === null ? UNSAID : revertReason(done.data, wordsFor(leg.member.leg.plan));
    return { ...leg, submission: null, reason: failureOf(why, share, costWei), costWei };
  });
}

/** Each leg's part of what the transaction cost. */
function sharesOf(inclusion: Inclusion, members: readonly Candidate[]): Inclusion[] {
  const weights = members.map(({ alone }) => alone);
  const [gas, fees] = [shareGas(inclusion.gasUsed, weights), shareGas(inclusion.l1FeeWei, weights)];
  return members.map((_, index) => ({ ...inclusion, gasUsed: gas[index]!, l1FeeWei: fees[index]! }));
}

/** A leg that failed has cost its share all the same. */
function failureOf(reason: Reason, { txHash, blockNumber, gasUsed }: Inclusion, gasCostWei: bigint): Reason {
  return { ...reason, numbers: { ...reason.numbers, txHash, blockNumber, gasUsed, gasCostWei } };
}

/** What the receipt says of a leg: what it brought, or what it reverted with; null when neither is there. */
type Realised = OnChainOutcome | { readonly data: Hex | null };

/** By the liquidator's own events: those that did not fail succeeded, in their order. */
function realisedOf({ logs }: TransactionReceipt, liquidator: string, count: number): Realised[] {
  const own = parseEventLogs({ abi: flashLiquidatorAbi, eventName: ["Liquidated", "LegFailed"], logs }).filter(
    ({ address }) => address.toLowerCase() === liquidator.toLowerCase(),
  );
  const failed = new Map<number, Hex>();
  const succeeded: OnChainOutcome[] = [];
  for (const event of own) {
    if (event.eventName === "LegFailed") failed.set(Number(event.args.index), event.args.revertData);
    else succeeded.push(event.args.outcome);
  }
  // with an event missing nobody knows whose the others are
  const isWhole = failed.size + succeeded.length === count;
  return Array.from({ length: count }, (_, index) => {
    const data = failed.get(index) ?? null;
    return data !== null || !isWhole ? { data } : succeeded.shift()!;
  });
}
