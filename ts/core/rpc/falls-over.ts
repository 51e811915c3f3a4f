import { RpcRequestError } from "viem";
import { ChainMismatchError, RpcError, type RpcFailure } from "../errors/errors.ts";
import { REVERT_CODE } from "../errors/node-revert.ts";
import { isDivisible } from "./divisible.ts";
import { asksForLess } from "./read-errors.ts";
import { MALFORMED, REVERTED } from "./wordings.ts";

/** Failures of an endpoint, whatever it is asked. */
const AWAY: ReadonlySet<RpcFailure> = new Set([
  "unreachable",
  "timeout",
  "rate-limited",
  "http-status",
  "not-json-rpc",
  "unauthorized",
]);

/** Whether another endpoint may answer what this one did not. A revert is the chain's answer, and the same everywhere. */
export function fallsOver(error: unknown): boolean {
  // whoever can ask for less does so
  if (isDivisible() && asksForLess(error)) return false;
  if (error instanceof RpcError || error instanceof ChainMismatchError) return true;
  if (!(error instanceof RpcRequestError)) return false;
  const { code, data, details } = error;
  const isRevert =
    code === REVERT_CODE || REVERTED.test(details) || (typeof data === "string" && data.startsWith("0x"));
  return !isRevert && !MALFORMED.test(details);
}

/** Whether a failure is the endpoint's own, and not one of what it was asked. */
export function isAway(error: unknown): boolean {
  return error instanceof ChainMismatchError || (error instanceof RpcError && AWAY.has(error.failure));
}
