import type { Reason } from "../core/errors/reason.ts";
import type { Assessment } from "./types.ts";

/** An account about which nothing may be concluded: never healthy, and with nothing to liquidate. */
export function nothingKnown(
  { ref, blockNumber, timestamp }: Pick<Assessment, "ref" | "blockNumber" | "timestamp">,
  reason: Reason,
): Assessment {
  return {
    ref,
    blockNumber,
    timestamp,
    status: { kind: "refused", reason },
    healthFactor: null,
    collateralUsd: null,
    debtUsd: null,
    closeFactorBps: null,
    positions: [],
    pairs: [],
    notes: {},
  };
}
