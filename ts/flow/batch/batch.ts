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
}

/** Several liquidations in one transaction, which costs less than one each. */
export interface Batch {
  readonly members: readonly Candidate[];
  readonly simulation: Extract<BatchSimulation, { ok: true }>;
  /** Gas of all of them in transactions of their own. */
  readonly alone: bigint;
}
