import type { Reason } from "./reason.ts";

/** What could not be asked: routes, lenders, the wallet, prices, pools and what they hold; or could not be computed from the answers. */
const CODES: ReadonlySet<string> = new Set([
  "lender-unread",
  "wallet-unread",
  "price-unread",
  "depth-unread",
  "pool-unread",
  "plan-failed",
]);

/** Whether a reason says that something could not be asked. That is no answer: what was not asked may say yes. */
export function isUnasked({ code }: Pick<Reason, "code">): boolean {
  return CODES.has(code);
}
