import type { MarketReads, Read } from "../../protocols/protocol.ts";
import type { Target } from "../../protocols/target.ts";

/** Everything that was read of one protocol, which its assessments follow from without another request. Plain data. */
export interface States {
  readonly targets: readonly Target[];
  /** By `marketKey`. */
  readonly markets: MarketReads<unknown>;
  /** One for each target, in order. */
  readonly positions: readonly Read<unknown>[];
}
