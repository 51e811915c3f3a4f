import { RpcRequestError } from "viem";
import { RpcError } from "../errors/errors.ts";
import { STATELESS } from "../errors/explain.ts";
import type { BlockPlace } from "./block-distance.ts";
import { asksForLess } from "./read-errors.ts";
import { FORBIDDEN, MALFORMED, NOT_YET, REVERTED, TOO_LARGE, TOO_OFTEN } from "./wordings.ts";

/** What has to be known of a read besides its failure. */
export interface FailedRead {
  readonly method: string;
  readonly block: BlockPlace;
  /** Whether the caller asks for less when it fails for its size. */
  readonly divisible: boolean;
}

/** "Method not found", "invalid request", "parse error", "invalid params" of JSON-RPC. */
const PERMANENT_CODES: ReadonlySet<number> = new Set([-32601, -32600, -32700, -32602]);

/**
 * Whether the same read may succeed when it is repeated: yes, unless the failure is known to be permanent. Nodes and
 * gateways have more words for a moment's trouble than any list, and an unneeded repetition costs only its pause.
 */
export function mayPass(error: unknown, read: FailedRead): boolean {
  if (read.divisible && asksForLess(error)) return false;
  // a gateway in trouble answers with anything; what never answered otherwise is no endpoint
  if (error instanceof RpcError) {
    return error.retryable || (error.failure === "not-json-rpc" && read.method !== "eth_chainId");
  }
  if (!(error instanceof RpcRequestError)) return false;
  const { code, data, details } = error;
  if (code === 3 || REVERTED.test(details) || (typeof data === "string" && data.startsWith("0x"))) return false;
  // the state of the head is only not there yet, and a block of the future is no lag
  if (STATELESS.test(details)) return read.block === "near";
  if (code === -32601) return false;
  if (NOT_YET.test(details)) return read.block === "near";
  if (TOO_LARGE.test(details)) return false;
  if (TOO_OFTEN.test(details)) return true;
  return !PERMANENT_CODES.has(code) && !FORBIDDEN.test(details) && !MALFORMED.test(details);
}
