import type { Assessment } from "../../protocols/assessment.ts";

/** Codes that say nothing about the account itself: the node could not be asked, or its answer not be judged. */
const UNREAD = new Set([
  "protocol-unreadable",
  "market-unreadable",
  "block-unreadable",
  "read-failed",
  "account-unreadable",
  "account-unassessed",
]);

/** Whether an account could not be read. One that was read and has no value, as without an oracle, is not meant. */
export function isUnread({ status }: Pick<Assessment, "status">): boolean {
  return status.kind === "refused" && UNREAD.has(status.reason.code);
}
