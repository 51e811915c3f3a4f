import { type Command, CommanderError } from "commander";
import { EXIT, FliqError, InterruptedError, UsageError } from "../core/errors/errors.ts";
import { causeChain } from "../core/errors/explain.ts";
import { nearest } from "../core/names/nearest.ts";
import { ADAPTER_SETTINGS } from "./adapter-settings.ts";
import type { Host } from "./host.ts";
import { learnSecrets } from "./learn-secrets.ts";
import { PartlyDone } from "./partly-done.ts";
import { colorsFor } from "./print/colors.ts";
import { buildProgram } from "./program.ts";
import { refuseSecretsInArguments } from "./refuse-secrets.ts";
import { reportFailure } from "./report-failure.ts";
import type { Register } from "./run-command.ts";

/**
 * Runs one command line and returns its exit code. Never throws.
 * @param argv without the interpreter and the script
 */
export async function run(argv: readonly string[], host: Host, commands: readonly Register[]): Promise<number> {
  learnSecrets(host, argv, ADAPTER_SETTINGS);
  try {
    refuseSecretsInArguments(argv);
    const program = buildProgram(host, commands);
    if (argv.length === 0) {
      host.stderr.write(program.helpInformation());
      return EXIT.usage;
    }
    refuseUnknownHelp(program, argv);
    await program.parseAsync([...argv], { from: "user" });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    if (error instanceof PartlyDone) return error.exitCode;
    const shown = host.signal.aborted ? interruption(error) : error;
    return reportFor(shown, argv, host, helpFor(argv, host, commands));
  }
}

/** What an interrupted call failed with is of no interest, unless something was sent: that is said, with its hash. */
function interruption(error: unknown): InterruptedError {
  const failures = causeChain(error).filter((cause) => cause instanceof FliqError);
  const sent = failures.find(({ numbers }) => numbers?.txHash !== undefined);
  if (sent === undefined) return new InterruptedError(undefined, { cause: error });
  const { message, hint, numbers } = sent;
  return new InterruptedError(message, { cause: error, ...(hint && { hint }), ...(numbers && { numbers }) });
}

/** `fliq help nope` would print the help of everything and end as if nothing were wrong; options alone ask for nothing. */
function refuseUnknownHelp(program: Command, argv: readonly string[]): void {
  const names = program.commands.map((command) => command.name());
  const [first, second] = argv;
  if (first === "help" && second !== undefined && !second.startsWith("-") && ![...names, "help"].includes(second)) {
    const guess = nearest(second, names);
    const hint = guess ? `did you mean ${guess}?` : `it has ${names.join(", ")}`;
    throw new UsageError(`there is no command ${JSON.stringify(second)} to help with`, { hint });
  }
  const isAnswered = argv.some((word) => ["-h", "--help", "-V", "--version"].includes(word));
  if (!isAnswered && program.parseOptions([...argv]).operands.length === 0) {
    throw new UsageError("no command is given", { hint: "see fliq --help" });
  }
}

/** The help of the command that was meant, as far as it is known. */
function helpFor(argv: readonly string[], host: Host, commands: readonly Register[]): string {
  const names: string[] = [];
  // word by word: a command, then a part of it
  for (let meant: Command | undefined = buildProgram(host, commands); meant; ) {
    const parts: readonly Command[] = meant.commands;
    const word = argv.find((one) => parts.some((part) => part.name() === one));
    if (word !== undefined) names.push(word);
    meant = parts.find((part) => part.name() === word);
  }
  return ["fliq", ...names, "--help"].join(" ");
}

/** Reports a failure the way the command line asks for, also when it could not be parsed. Returns the exit code. */
export function reportFor(
  error: unknown,
  argv: readonly string[],
  { stdout, stderr, redactor, env }: Host,
  help?: string,
): number {
  const colors = colorsFor(stderr, env, !argv.includes("--no-color"));
  const [json, verbose] = [argv.includes("--json"), argv.includes("--verbose")];
  return reportFailure(error, { stdout, stderr, redactor, colors, json, verbose, ...(help !== undefined && { help }) });
}
