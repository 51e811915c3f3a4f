import { CommanderError } from "commander";
import { SECRET_VARIABLES } from "../core/config.ts";
import { EXIT, InterruptedError } from "../core/errors.ts";
import type { Host } from "./host.ts";
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
  learnSecrets(host, argv);
  try {
    refuseSecretsInArguments(argv);
    const program = buildProgram(host, commands);
    if (argv.length === 0) {
      host.stderr.write(program.helpInformation());
      return EXIT.usage;
    }
    await program.parseAsync([...argv], { from: "user" });
    return EXIT.done;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.done;
    // what an interrupted call failed with is of no interest
    const shown = host.signal.aborted ? new InterruptedError(undefined, { cause: error }) : error;
    return reportFor(shown, argv, host);
  }
}

/** Reports a failure the way the command line asks for, also when it could not be parsed. Returns the exit code. */
export function reportFor(error: unknown, argv: readonly string[], { stdout, stderr, redactor, env }: Host): number {
  const colors = colorsFor(stderr, env, !argv.includes("--no-color"));
  const [json, verbose] = [argv.includes("--json"), argv.includes("--verbose")];
  return reportFailure(error, { stdout, stderr, redactor, colors, json, verbose });
}

/** Before anything can fail, the redactor knows every secret of the environment and every URL given. */
function learnSecrets({ env, redactor }: Host, argv: readonly string[]): void {
  for (const name of SECRET_VARIABLES) redactor.add(env[name]);
  for (const [name, value] of Object.entries(env)) {
    if (/RPC_URL$/.test(name)) redactor.addUrl(value);
    // a key put into the wrong variable is a secret all the same
    else if (/^FLIQ_/.test(name) && /^(0x)?[0-9a-f]{64}$/i.test(value?.trim() ?? "")) redactor.add(value);
  }
  for (const argument of argv) redactor.addUrl(/https?:\/\/.*/i.exec(argument)?.[0]);
}
