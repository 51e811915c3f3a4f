import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
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

/** How often an account is to be liquidated in one batch, and how its liquidations are planned. */
export interface Planning {
  /** Rounds of an account, at least 1. */
  readonly most: number;
  /** The same account by pools as those before leave them; null: nothing that is worth it. */
  behind(proposal: Proposal, before: readonly PlannedLiquidation[]): Promise<Proposal | null>;
  /** What can be done with the account once the last of those before, its own, was done; null: nothing that is worth it. */
  next(last: Proposal, before: readonly PlannedLiquidation[]): Promise<Proposal | null>;
}

/** Several liquidations in one transaction, which costs less than one each. */
export interface Batch {
  readonly members: readonly Candidate[];
  readonly simulation: Extract<BatchSimulation, { ok: true }>;
  /** Gas of all of them in transactions of their own. */
  readonly alone: bigint;
}
