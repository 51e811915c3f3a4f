import type { Pace } from "./http/pace.ts";

/** What a client needs to know. */
export interface AggregatorSetup {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  /** Goes into one header and nowhere else; null: none. */
  readonly key: string | null;
  readonly timeoutMs: number;
  /** Absent: the aggregator's own. */
  readonly pace?: Pace;
}
