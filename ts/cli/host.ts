import type { Readable, Writable } from "node:stream";
import type { Redactor } from "../core/errors/redact.ts";

/** A stream that may be a terminal. */
export type OutputStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** The process around a command: everything it may touch besides files and the network. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean; setRawMode?(raw: boolean): unknown };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly redactor: Redactor;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}
