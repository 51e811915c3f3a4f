import type { Abi } from "viem";

/** Errors with which a contract can refuse, and what they mean to a person. */
export interface RevertWords {
  /** Custom errors. */
  readonly abi: Abi;
  /** By the error's name, or by the text that the contract reverts with: a stable code and a sentence. */
  readonly words: Readonly<Record<string, readonly [code: string, message: string]>>;
}
