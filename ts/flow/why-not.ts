import { NothingToDo, type RefusedError, RpcError, UsageError } from "../core/errors/errors.ts";
import { isUnasked } from "../core/errors/unasked.ts";
import type { Consideration, Considered } from "./consideration.ts";
import { hintFor, refusedFor } from "./refused-for.ts";

/** Reasons that are a limit of the caller, not a lack of a way. */
const LIMITS = new Set([
  "below-min-profit",
  "gas-share",
  "bonus-share",
  "pool-depth",
  "unknown-price",
  "bad-debt",
  "market-not-allowed",
  "collateral-not-allowed",
  "debt-not-allowed",
]);
/** Reasons that only other options change. */
const USAGE = new Set(["funding-unsupported", "atoken-unsupported", "wallet-unknown", "no-liquidator"]);

/** The target whose refusal says why there is no plan: one about which something could not be asked, that a limit forbids, else the first. */
export function decisive({ targets }: Pick<Consideration, "targets">): Considered | null {
  const unasked = targets.find(({ result }) => !result.ok && isUnasked(result.reason));
  const limited = targets.find(({ result }) => !result.ok && LIMITS.has(result.reason.code));
  return unasked ?? limited ?? targets[0] ?? null;
}

/** Why nothing is done, as the failure of a command. */
export function failureFor(
  consideration: Pick<Consideration, "targets">,
): RefusedError | NothingToDo | UsageError | RpcError {
  const considered = decisive(consideration);
  if (considered === null || considered.result.ok) {
    return new NothingToDo("none of the user's accounts has this pair", { code: "no-such-pair" });
  }
  const { assessment, result } = considered;
  const { code, message, numbers } = result.reason;
  if (isUnasked(result.reason)) {
    const hint = "try again, or use another endpoint";
    return new RpcError("node-error", message, { retryable: true, code, hint, ...(numbers && { numbers }) });
  }
  if (assessment.status.kind === "refused" || LIMITS.has(code)) return refusedFor(result.reason);
  const hint = hintFor(result.reason);
  const options = { code, ...(numbers && { numbers }), ...(hint && { hint }) };
  return USAGE.has(code) ? new UsageError(message, options) : new NothingToDo(message, options);
}
