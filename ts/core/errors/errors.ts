/**
 * One class per family of failure. The class says which exit code a command ends with and whether the same call may
 * succeed when it is repeated; the message says in one sentence what is wrong, the hint what to do about it.
 */

/** What a command's exit status means. Documented in `fliq --help`. */
export const EXIT = { done: 0, error: 1, usage: 2, nothingToDo: 3, refused: 4, interrupted: 130 } as const;

export interface FailureOptions {
  /** What the reader can do next, as the second half of the sentence; no full stop. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Stable code for scripts, where it is finer than the family's own. */
  readonly code?: string;
  /** The numbers that were compared. */
  readonly numbers?: Readonly<Record<string, bigint | string | number>>;
}

/** Base of every failure that this project raises on purpose. */
export abstract class FliqError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly numbers: Readonly<Record<string, bigint | string | number>> | undefined;
  readonly exitCode: number = EXIT.error;
  /** True when the same call may succeed later without any change by the user. */
  readonly retryable: boolean = false;

  protected constructor(family: string, message: string, options: FailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code ?? family;
    this.hint = options.hint;
    this.numbers = options.numbers;
  }
}

/** The command was written wrongly: unknown option, malformed address, amount of zero. */
export class UsageError extends FliqError {
  override readonly exitCode = EXIT.usage;
  constructor(message: string, options?: FailureOptions) {
    super("usage", message, options);
  }
}

/** A setting in the environment or in the configuration file is missing, malformed or contradictory. */
export class ConfigError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("config", message, options);
  }
}

/** How an RPC call failed. */
export type RpcFailure =
  | "unreachable"
  | "timeout"
  | "unauthorized"
  | "rate-limited"
  | "http-status"
  | "not-json-rpc"
  | "too-large"
  | "node-error"
  | "state-missing"
  | "unsupported-method";

/** The node could not be asked, or its answer makes no sense. Says nothing about the state of the chain. */
export class RpcError extends FliqError {
  override readonly retryable: boolean;
  readonly failure: RpcFailure;
  constructor(failure: RpcFailure, message: string, options: FailureOptions & { readonly retryable: boolean }) {
    super(`rpc-${failure}`, message, options);
    this.failure = failure;
    this.retryable = options.retryable;
  }
}

/** A contract refused the call. A property of the call at that block: asking again, or elsewhere, changes nothing. */
export class RevertError extends FliqError {
  /** Revert data as returned by the node, its text as `Error(string)` where it returned only that; `0x` when it returned none. */
  readonly data: `0x${string}`;
  constructor(message: string, options: FailureOptions & { readonly data?: `0x${string}` } = {}) {
    super("revert", message, options);
    this.data = options.data ?? "0x";
  }
}

/** The endpoint serves another chain than the one that was asked for, or one that is not supported. */
export class ChainMismatchError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("chain-mismatch", message, options);
  }
}

/** An address this project knows does not hold what it should: stale address book, wrong or reset chain. */
export class AddressBookError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("address-book", message, options);
  }
}

/** A keystore file, or its password, cannot be used. */
export class KeystoreError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("keystore", message, options);
  }
}

/** A command needs to sign and there is no usable key. */
export class SignerError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("signer", message, options);
  }
}

/** A file in `deployments/` is malformed or does not match the chain. */
export class DeploymentError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("deployment", message, options);
  }
}

/** The record of outcomes cannot be written or read. */
export class LedgerError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("ledger", message, options);
  }
}

/** The system does not let this program use a file or folder. */
export class FileError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("file", message, options);
  }
}

/** The local chain cannot be started or driven. */
export class DevnetError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("devnet", message, options);
  }
}

/** The request is valid and there is nothing to do: healthy position, no target, no profit at any size. */
export class NothingToDo extends FliqError {
  override readonly exitCode = EXIT.nothingToDo;
  constructor(message: string, options?: FailureOptions) {
    super("nothing-to-do", message, options);
  }
}

/** A safety limit forbids what was asked: profit below the minimum, gas price above the maximum, failed simulation. */
export class RefusedError extends FliqError {
  override readonly exitCode = EXIT.refused;
  constructor(message: string, options?: FailureOptions) {
    super("refused", message, options);
  }
}

/** A transaction was sent and can never be mined: another one has taken its nonce. */
export class DroppedError extends FliqError {
  constructor(message: string, options?: FailureOptions) {
    super("dropped", message, options);
  }
}

/** Several were asked for, nothing was done with any of them, and not all for the same reason. */
export class NoneDoneError extends FliqError {
  override readonly exitCode: number;
  /** @param worst the failure of the most serious kind among them, whose code and exit code it has */
  constructor(message: string, worst: FliqError) {
    const { code, numbers } = worst;
    super("none-done", message, { code, cause: worst, ...(numbers && { numbers }) });
    this.exitCode = worst.exitCode;
  }
}

/** The user interrupted the command. */
export class InterruptedError extends FliqError {
  override readonly exitCode = EXIT.interrupted;
  constructor(message = "interrupted", options?: FailureOptions) {
    super("interrupted", message, options);
  }
}
