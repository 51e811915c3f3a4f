import process from "node:process";
import { EXIT } from "../core/errors/errors.ts";
import { createRedactor } from "../core/errors/redact.ts";
import { COMMANDS } from "./commands/index.ts";
import type { Host, OutputStream } from "./host.ts";
import { reportFor, run } from "./run.ts";

/** The process's entry: runs the command line, waits until everything is written, and exits. */
export async function main(argv: readonly string[]): Promise<never> {
  const interrupt = new AbortController();
  const onSignal = () => {
    // the second one does not wait for anything
    if (interrupt.signal.aborted) process.exit(EXIT.interrupted);
    interrupt.abort();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, onSignal);
  // with a terminal that is gone nothing can be said any more, and what was done is still written down
  const isGone = () => interrupt.signal.aborted;
  // a reader that has seen enough, such as head, is no failure
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (!isGone()) process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.error);
  });
  process.stderr.on("error", () => {
    if (!isGone()) process.exit(EXIT.error);
  });
  const host: Host = {
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    redactor: createRedactor(),
    signal: interrupt.signal,
  };
  const onDefect = (error: unknown) => process.exit(reportFor(error, argv, host));
  process.on("uncaughtException", onDefect);
  process.on("unhandledRejection", onDefect);
  // a promise that nothing can settle any more: Node would end with 13 and without a word
  process.once("beforeExit", () => onDefect(new Error("the command waits for something that can no longer happen")));
  const code = await run(argv, host, COMMANDS);
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
}

function flushed(stream: OutputStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
