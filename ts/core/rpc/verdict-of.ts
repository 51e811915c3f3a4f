import { RpcRequestError } from "viem";
import { RpcError } from "../errors/errors.ts";
import { neverReached } from "./rpc-failures.ts";
import { REFUSED, TAKEN, TOO_OFTEN, TROUBLED } from "./wordings.ts";

/**
 * What a failed attempt to hand over a transaction says of it:
 * - taken: the node has the very same bytes
 * - refused: the node will not take them, and would not if they came again
 * - untaken: they did not arrive, or were turned away for a while
 * - unclear: they may have arrived
 */
export type Verdict = "taken" | "refused" | "untaken" | "unclear";

/** "Internal error" of JSON-RPC. */
const INTERNAL_ERROR = -32603;

/** Decides by the failure's class, and for an answer of the node by what nodes are known to say; unknown words are a refusal. */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof RpcError) return verdictOfFailure(error);
  // an interruption
  if (!(error instanceof RpcRequestError)) return "unclear";
  const { code, details } = error;
  if (TAKEN.test(details)) return "taken";
  if (TOO_OFTEN.test(details)) return "untaken";
  if (REFUSED.test(details)) return "refused";
  return code === INTERNAL_ERROR || TROUBLED.test(details) ? "unclear" : "refused";
}

function verdictOfFailure(error: RpcError): Verdict {
  if (error.failure === "rate-limited" || neverReached.has(error)) return "untaken";
  // a certificate, a key or a path that will not do, or bytes that are too many
  if (["unauthorized", "too-large"].includes(error.failure)) return "refused";
  return error.failure === "http-status" && !error.retryable ? "refused" : "unclear";
}
