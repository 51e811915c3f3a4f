import type { Context } from "../../core/context.ts";
import { type FliqError, InterruptedError, RpcError } from "../../core/errors/errors.ts";
import { waitForReceipt } from "../../core/rpc/wait-for-receipt.ts";
import type { Dropped, Inclusion, InclusionOptions, Mined, SignedTransaction, Unknown } from "../submitter.ts";
import { isNonceUsed, isUnknownToNode } from "./is-replaced.ts";

export interface WaitForInclusionOptions extends InclusionOptions {
  /** Milliseconds between two looks at the nonce. */
  readonly nonceMs?: number;
  /** Milliseconds for which a receipt is looked for after the nonce was found used. */
  readonly furtherMs?: number;
}

type Asking = Pick<Context, "client" | "signal">;

const NONCE_MS = 4_000;
/** A block on the slowest chain, by which nodes behind one balancer may be apart, and some. */
const FURTHER_MS = 15_000;

/**
 * Asks for the receipt, and now and then for the sender's nonce. It is dropped as "replaced" when the nonce was used, a
 * further look of some length finds no receipt, the node then says of both the transaction and its receipt that there is
 * none, and the nonce is still used. Whatever cannot be asked is no evidence: then it is waited for until the time is up.
 */
export async function waitForInclusion(
  { client, signal }: Asking,
  signed: SignedTransaction,
  { timeoutMs, nonceMs = NONCE_MS, furtherMs = FURTHER_MS }: WaitForInclusionOptions,
): Promise<Inclusion> {
  const asking = { client, signal };
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look(asking, signed, Math.min(nonceMs, deadline - Date.now()));
    if (seen.kind !== "late") return seen;
    const left = deadline - Date.now();
    if (left <= 0) return unknown(late(signed, timeoutMs, seen.cause));
    if (left <= furtherMs || !(await isNonceUsed(asking, signed))) continue;
    // a node that is ahead may know that ours has used it while the one with the receipts does not
    const further = await look(asking, signed, furtherMs);
    if (further.kind !== "late") return further;
    // the block that used it may be gone again
    if ((await isUnknownToNode(asking, signed)) && (await isNonceUsed(asking, signed))) return replaced(signed);
  }
}

/** Looks for the receipt for a while. */
async function look(
  { client, signal }: Asking,
  { hash }: SignedTransaction,
  timeoutMs: number,
): Promise<Mined | Unknown | { readonly kind: "late"; readonly cause: unknown }> {
  try {
    return { kind: "mined", receipt: await waitForReceipt(client, { hash, timeoutMs, signal }) };
  } catch (error) {
    if (error instanceof InterruptedError) return unknown(error);
    if (error instanceof RpcError) return { kind: "late", cause: error.cause };
    throw error;
  }
}

function late({ hash }: SignedTransaction, timeoutMs: number, cause: unknown): RpcError {
  const message = `transaction ${hash} was not mined within ${timeoutMs / 1_000} s`;
  return new RpcError("timeout", message, { retryable: false, cause });
}

function unknown(cause: FliqError): Unknown {
  return { kind: "unknown", reason: { code: cause.code, message: cause.message }, cause };
}

function replaced({ hash, from, nonce }: SignedTransaction): Dropped {
  const message = `another transaction of ${from} has used nonce ${nonce}, so ${hash} can never be mined`;
  return { kind: "dropped", reason: { code: "replaced", message, numbers: { nonce } }, cause: null };
}
