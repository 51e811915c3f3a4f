import type { Logger } from "../../core/context.ts";
import type { Redactor } from "../../core/errors/redact.ts";
import type { OutputStream } from "../host.ts";
import type { Colors } from "./colors.ts";
import { toJson } from "./json.ts";

export interface LoggerOptions {
  readonly stream: OutputStream;
  readonly redactor: Pick<Redactor, "redact">;
  readonly colors: Colors;
  /** Shows debug lines too. */
  readonly verbose: boolean;
  /** Called before a line, so that it does not land in the middle of a spinner. */
  readonly beforeLine?: () => void;
}

/** One line per message on standard error: `level: message key=value …`, without secrets. */
export function createLogger({ stream, redactor, colors, verbose, beforeLine }: LoggerOptions): Logger {
  const write = (label: string, message: string, fields?: Record<string, unknown>): void => {
    beforeLine?.();
    const details = Object.entries(fields ?? {}).map(([key, value]) => `${key}=${show(value)}`);
    // one line per message: a node's text must not be able to imitate other messages
    const line = redactor.redact([message, ...details].join(" ")).replace(/[\r\n]+/g, " ");
    stream.write(`${label}${line}\n`);
  };
  return {
    debug: (message, fields) => {
      if (verbose) write(colors.dim("debug: "), message, fields);
    },
    info: (message, fields) => write("", message, fields),
    warn: (message, fields) => write(colors.yellow("warning: "), message, fields),
  };
}

function show(value: unknown): string {
  if (typeof value === "string") return /\s/.test(value) ? JSON.stringify(value) : value;
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) return JSON.stringify(value.message);
  return toJson(value) ?? String(value);
}
