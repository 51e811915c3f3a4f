import type { Proposal } from "../propose.ts";
import type { BatchLeg, BatchSimulation } from "../simulate/simulate-batch.ts";

/** A proposal that works on its own, and what it costs then. */
export interface Candidate {
  readonly proposal: Proposal;
  readonly leg: BatchLeg;
  /** Gas of a transaction of its own. */
  readonly alone: bigint;
  /** What it would earn in one, USD with 8 decimals. */
  readonly netUsd: bigint;
  /** 1, or which further liquidation of the same account it is: on what those before it leave. */
  readonly round: number;
}

/** How often an account is to be liquidated in one batch. */
export interface Rounds {
  /** At least 1. */
  readonly most: number;
  /** What can be done with the account once this was done; null: nothing that is worth it. */
  next(before: Proposal): Promise<Proposal | null>;
}

export const ONE_ROUND: Rounds = { most: 1, next: async () => null };

/** Several liquidations in one transaction, which costs less than one each. */
export interface Batch {
  readonly members: readonly Candidate[];
  readonly simulation: Extract<BatchSimulation, { ok: true }>;
  /** Gas of all of them in transactions of their own. */
  readonly alone: bigint;
}
