import type { Reason } from "../../core/errors/reason.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";

/** What one call of the lens said about one item, with the timestamp of the block. */
export type Answer<Record> =
  | { readonly ok: true; readonly timestamp: bigint; readonly record: Record }
  | { readonly ok: false; readonly reason: Reason };

/** The answer about an item whose call failed. */
export function failedCall(
  code: string,
  what: string,
  error: unknown,
): { readonly ok: false; readonly reason: Reason } {
  return { ok: false, reason: { code, message: `${what}: ${describeReadError(error)}` } };
}
