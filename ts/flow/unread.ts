import { RpcError } from "../core/errors.ts";
import type { Assessment } from "../protocols/types.ts";

/** Codes that say nothing about the account itself: the node could not be asked, or its answer not be judged. */
const UNREAD = new Set([
  "protocol-unreadable",
  "market-unreadable",
  "read-failed",
  "account-unreadable",
  "account-unassessed",
]);

/**
 * The failure of a command that found nothing although some accounts could not be read: what is not known is never healthy.
 * @returns null when every account was read
 */
export function unreadFailure(assessments: readonly Pick<Assessment, "status">[]): RpcError | null {
  for (const { status } of assessments) {
    if (status.kind !== "refused" || !UNREAD.has(status.reason.code)) continue;
    const { code, message } = status.reason;
    return new RpcError("node-error", message, { retryable: true, code });
  }
  return null;
}
