import type { Logger } from "../../core/context.ts";
import { REQUEST } from "../../core/rpc/ask-once.ts";

/** A logger that counts requests by method instead of showing each. */
export interface RequestCount {
  readonly logger: Logger;
  /** Says how many there were since the last time, unless there were none. */
  show(): void;
}

export function countRequests(inner: Logger): RequestCount {
  const counts = new Map<string, number>();
  const debug: Logger["debug"] = (message, fields) => {
    if (message !== REQUEST) return inner.debug(message, fields);
    const method = String(fields?.method);
    counts.set(method, (counts.get(method) ?? 0) + 1);
  };
  return {
    logger: { ...inner, debug },
    show() {
      if (counts.size > 0) inner.debug("requests", Object.fromEntries([...counts].sort((a, b) => b[1] - a[1])));
      counts.clear();
    },
  };
}
