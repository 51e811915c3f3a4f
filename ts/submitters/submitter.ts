import type { Address, Hex, TransactionReceipt } from "viem";
import type { Context } from "../core/context.ts";
import type { FliqError } from "../core/errors/errors.ts";
import type { Reason } from "../core/errors/reason.ts";
import type { SubmitterName } from "../core/names/names.ts";

/** A transaction as it goes out. Its hash is known before it is sent, so that a lost answer loses nothing. */
export interface SignedTransaction {
  readonly serialized: Hex;
  readonly hash: Hex;
  readonly from: Address;
  readonly nonce: number;
}

/** It is in a block, whether it succeeded there or reverted. */
export interface Mined {
  readonly kind: "mined";
  readonly receipt: TransactionReceipt;
}

/** It was never taken, or can never be mined any more. */
export interface Dropped {
  readonly kind: "dropped";
  readonly reason: Reason;
  /** The refusal; null when nobody refused it. */
  readonly cause: FliqError | null;
}

/** It may still be mined. Never the same as dropped: whoever sends another one may pay twice. */
export interface Unknown {
  readonly kind: "unknown";
  readonly reason: Reason;
  /** Why it is not known. */
  readonly cause: FliqError;
}

/** What became of a transaction. */
export type Inclusion = Mined | Dropped | Unknown;

export interface InclusionOptions {
  /** How long to wait, milliseconds. */
  readonly timeoutMs: number;
}

/** One way to hand a signed transaction over. Signs nothing, and changes nothing of what was signed. */
export interface Submitter {
  readonly name: SubmitterName;
  /**
   * Hands it over once.
   * @returns null when it is, or may be, on its way; no answer is no refusal
   */
  send(context: Context, signed: SignedTransaction): Promise<Dropped | null>;
  /** What becomes of it. An interruption by the user is `unknown`, with its error as the cause. */
  wait(context: Context, signed: SignedTransaction, options: InclusionOptions): Promise<Inclusion>;
}
