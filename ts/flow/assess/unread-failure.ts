import { RpcError } from "../../core/errors/errors.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { isUnread } from "./is-unread.ts";

/**
 * The failure of a command that found nothing although some accounts could not be read: what is not known is never healthy.
 * @returns null when every account was read
 */
export function unreadFailure(assessments: readonly Pick<Assessment, "status">[]): RpcError | null {
  for (const { status } of assessments) {
    if (status.kind !== "refused" || !isUnread({ status })) continue;
    const { code, message } = status.reason;
    const isStateless = message.includes("keeps no state");
    const hint = isStateless ? "use an archive node, or a newer --block" : "try again, or use another endpoint";
    return new RpcError("node-error", message, { retryable: !isStateless, code, hint });
  }
  return null;
}
