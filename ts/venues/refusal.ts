import type { Refusal } from "./pool.ts";

/** The pool would revert. */
export function refuse(code: string, message: string): Refusal {
  return { ok: false, reason: { code, message } };
}
