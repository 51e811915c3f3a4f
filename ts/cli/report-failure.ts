import { inspect } from "node:util";
import { CommanderError } from "commander";
import { EXIT, FliqError, InterruptedError, UsageError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import { explainFileFailure } from "../core/errors/explain-file-failure.ts";
import type { Redactor } from "../core/errors/redact.ts";
import type { OutputStream } from "./host.ts";
import type { Colors } from "./print/colors.ts";
import { toJson } from "./print/json.ts";

export interface ReportOptions {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly redactor: Pick<Redactor, "redact">;
  readonly colors: Colors;
  readonly json: boolean;
  /** Adds the stack and the causes. */
  readonly verbose: boolean;
  /** The command line that explains what was asked for. */
  readonly help?: string;
}

/** Says in one sentence why a command ended, and returns its exit code. */
export function reportFailure(error: unknown, options: ReportOptions): number {
  const { stdout, stderr, redactor, colors, json, verbose, help = "fliq --help" } = options;
  const failure = describe(error, help);
  const clean = (text: string) => redactor.redact(text).replace(/\s+/g, " ").trim();
  const message = clean(failure.message);
  const hint = failure.hint === undefined ? undefined : clean(failure.hint);
  if (json) {
    const { code, numbers } = failure;
    stdout.write(`${redactor.redact(toJson({ ok: false, error: { code, message, hint, numbers } }))}\n`);
  } else {
    stderr.write(`${colors.red("error:")} ${message}${hint === undefined ? "" : `; ${hint}`}\n`);
  }
  if (verbose) stderr.write(`${redactor.redact(stackOf(error))}\n`);
  return failure.exitCode;
}

type Failure = Pick<FliqError, "code" | "message" | "hint" | "numbers" | "exitCode">;

function describe(error: unknown, help: string): Failure {
  if (error instanceof FliqError) return error;
  if (error instanceof CommanderError) return usageOf(error, help);
  if (error instanceof Error && error.name === "AbortError") return new InterruptedError();
  return (
    explainFailure(error) ??
    explainFileFailure(error) ?? {
      code: "internal",
      message: `unexpected failure: ${error instanceof Error ? error.message : String(error)}`,
      hint: "this is a defect: run it again with --verbose and report what it prints",
      numbers: undefined,
      exitCode: EXIT.error,
    }
  );
}

/** `error: unknown option '--foo'\n(Did you mean --bar?)` as a sentence and a hint. */
function usageOf(error: CommanderError, help: string): UsageError {
  const [, sentence = error.message, meant] =
    /^(?:error: )?([^\n]*)(?:\n\(Did you mean (.*)\?\))?/.exec(error.message) ?? [];
  const hint = meant ? `did you mean ${meant}?` : `see ${help}`;
  return new UsageError(sentence.replace(/\.$/, ""), {
    hint,
    code: error.code.replace(/^commander\./, "usage-").toLowerCase(),
  });
}

function stackOf(error: unknown): string {
  const parts: string[] = [];
  for (let next = error, depth = 0; next !== undefined && next !== null && depth < 8; depth++) {
    parts.push(next instanceof Error ? (next.stack ?? next.message) : inspect(next, { depth: 4, breakLength: 120 }));
    next = typeof next === "object" && "cause" in next ? next.cause : undefined;
  }
  return parts.join("\ncaused by: ");
}
