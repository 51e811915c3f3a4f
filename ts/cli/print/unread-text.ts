import type { Assessment } from "../../protocols/assessment.ts";

/** Why accounts were refused, each reason once. */
export function unreadReasons(assessments: readonly Assessment[], block: bigint): string[] {
  const reasons = assessments.flatMap(({ status }) => (status.kind === "refused" ? [status.reason.message] : []));
  const bare = reasons.map((reason) =>
    reason
      .replace(/^the (market|account|position)s?( of \S+)? could not be (read|found): /, "")
      .replace("of that block", `of block ${block}`),
  );
  return [...new Set(bare)];
}

/** `1 of 26 accounts` or `1 of 1 account`. */
export function countText(count: number, all: number): string {
  return `${count} of ${all} ${all === 1 ? "account" : "accounts"}`;
}
