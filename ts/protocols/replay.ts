import type { ChainBook } from "../core/chain-book.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { Fields } from "../core/records/fields.ts";
import type { RecordedRead } from "../core/records/record-file.ts";
import type { NamedUnit } from "./decoder.ts";

/** A real call, as a file of records keeps it. */
export interface RecordedCall {
  /** Its arguments and the state that it met. */
  readonly input: Fields;
  /** Every call made inside of it, in their order; empty where they were not kept. */
  readonly reads: readonly RecordedRead[];
  /** What was called; null where the record does not say. */
  readonly contract: string | null;
}

/** A token of a record. */
export interface ReplayedToken {
  readonly symbol: string;
  /** Null: the record does not say, and amounts can only be shown in its smallest unit. */
  readonly decimals: number | null;
  readonly address: string | null;
}

/** One number of the call as the mathematics have it. */
export interface ReplayedFigure {
  /** Its name among what a record expects. */
  readonly field: string;
  /** What people call it. */
  readonly label: string;
  /** What it is an amount of; null: of nothing. */
  readonly token: ReplayedToken | null;
  readonly planned: bigint;
  /** The same as the call's own reads show it; null: they do not. */
  readonly read: bigint | null;
}

/** Why the mathematics refuse the call, by the name of the error that stands for it in records. */
export interface ReplayedRefusal {
  readonly error: string;
  readonly reason: Reason;
}

/** A price as a fraction: value in the smallest unit of a currency for the smallest unit of a token. */
export interface ExactPrice {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** What the amounts were worth at the prices that the call read. */
export interface ReplayedWorth {
  readonly unit: NamedUnit;
  /** Of what was repaid, and of what the liquidator received. */
  readonly repaid: ExactPrice;
  readonly received: ExactPrice;
}

/** A call worked out anew. */
export interface Replay {
  /** Null: it goes through. */
  readonly refusal: ReplayedRefusal | null;
  readonly figures: readonly ReplayedFigure[];
  readonly debt: ReplayedToken;
  /** What the liquidator receives. */
  readonly received: ReplayedToken;
  /** Fields of what was repaid, and of what the liquidator received. */
  readonly repaidField: string;
  readonly receivedField: string;
  /** Null where there is no price. */
  readonly worth: ReplayedWorth | null;
}

/**
 * Works a recorded call out from what it met. Pure.
 * @param book of its chain; null: the record does not name one that is known
 * @throws FieldError when the record lacks something, or contradicts itself
 */
export type ReplayCall = (call: RecordedCall, book: ChainBook | null) => Replay;

/** How a protocol replays calls. */
export interface Replays {
  /** By the kind of the record. */
  readonly kinds: Readonly<Record<string, ReplayCall>>;
  /** For protocols whose errors have more than one name. Absent: an error has one. */
  isSameError?(planned: string, recorded: string): boolean;
}
