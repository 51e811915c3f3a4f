import type { Reason } from "../core/errors/reason.ts";
import type { Assessment } from "./assessment.ts";

/** A target about which nothing may be concluded: never healthy, and with nothing to do. */
export function nothingKnown(
  { target, blockNumber, timestamp }: Pick<Assessment, "target" | "blockNumber" | "timestamp">,
  reason: Reason,
): Assessment {
  return {
    target,
    blockNumber,
    timestamp,
    status: { kind: "refused", reason },
    measure: null,
    collateralUsd: null,
    debtUsd: null,
    closeFactorBps: null,
    positions: [],
    actions: [],
    notes: {},
  };
}
