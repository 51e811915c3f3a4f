import type { Reason } from "../core/errors/reason.ts";
import { describeReadError } from "../core/rpc/read-errors.ts";

/**
 * What is said of pools that could not be asked: each failure once, with how many pools it concerns.
 * @param title of the venue, for people
 */
export function unreadPools(title: string, failures: readonly unknown[]): Reason[] {
  const counts = new Map<string, number>();
  for (const failure of failures) {
    const words = describeReadError(failure);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  return [...counts].map(([words, pools]) => ({
    code: "pool-unread",
    message: `${pools} pools of ${title} could not be read: ${words}`,
    numbers: { pools },
  }));
}
