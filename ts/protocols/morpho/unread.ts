import type { Reason } from "../../core/errors/reason.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { Read } from "../protocol.ts";

/** A read of which nothing is known, not even the block's timestamp. */
export const unread = (blockNumber: bigint, reason: Reason): Read<never> => ({
  ok: false,
  blockNumber,
  timestamp: 0n,
  reason,
});

/** The reason of what the lens did not answer about. */
export const failedCall = (code: string, what: string, error: unknown): Reason => ({
  code,
  message: `${what}: ${describeReadError(error)}`,
});

export const NO_MARKET_ID: Reason = {
  code: "no-market-id",
  message: "a Morpho position needs the id of its market",
};
