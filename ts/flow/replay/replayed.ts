import type { Reason } from "../../core/errors/reason.ts";
import type { ReplayedToken } from "../../protocols/replay.ts";

/** One number of a call: as the mathematics have it, and as it really was. */
export interface ComparedFigure {
  readonly field: string;
  readonly label: string;
  /** What it is an amount of; null: of nothing. */
  readonly token: ReplayedToken | null;
  /** Null: nobody computes it. */
  readonly planned: bigint | null;
  /** Null: the record does not say, and there is nothing to compare. */
  readonly real: bigint | null;
  /** Null where there is nothing to compare. */
  readonly isExact: boolean | null;
}

/** Gas of the whole transaction, which may have done more than this call. */
export interface ReplayedGas {
  readonly used: bigint;
  readonly costWei: bigint;
}

export type Verdict = "exact" | "different" | "not-replayed";

/** What became of one record. */
export interface ReplayedRecord {
  readonly id: string;
  readonly protocol: string;
  readonly kind: string;
  /** How the record came about: `recorded` on a chain, `executed` on the real contracts; null: not said. */
  readonly basis: string | null;
  /** Null: not said, or not known. */
  readonly chain: string | null;
  readonly block: bigint | null;
  readonly txHash: string | null;
  readonly verdict: Verdict;
  /** Why it was not replayed, or what differs besides the figures; null: nothing. */
  readonly reason: Reason | null;
  /** Why the mathematics refuse the call; null: they do not, or nothing is known. */
  readonly refusal: Reason | null;
  /** Whether the chain refused it. */
  readonly reverted: boolean;
  readonly figures: readonly ComparedFigure[];
  /** By how much the received was worth more than the repaid at the prices that the call read; null: there are none. */
  readonly bonus: ComparedFigure | null;
  /** What the liquidator made of it, as far as the record knows. */
  readonly earned: readonly ComparedFigure[];
  readonly gas: ReplayedGas | null;
}

/** What became of a file of records. */
export interface ReplayedFile {
  readonly records: readonly ReplayedRecord[];
  readonly exact: number;
  readonly different: number;
  readonly notReplayed: number;
  /** Records of other protocols than those asked for. */
  readonly leftOut: number;
}
