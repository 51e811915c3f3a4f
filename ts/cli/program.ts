import { Command } from "commander";
import packageJson from "../../package.json" with { type: "json" };
import { addGlobalOptions } from "./global-options.ts";
import { EXIT_CODES } from "./help.ts";
import type { Host } from "./host.ts";
import type { Register } from "./run-command.ts";

/** The command line with the commands given. Wrong usage is thrown as CommanderError; nothing exits the process. */
export function buildProgram(host: Host, commands: readonly Register[]): Command {
  const program = new Command("fliq")
    .description("Liquidates unhealthy DeFi loans with borrowed money in one transaction.")
    .version(packageJson.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.stdout.write(text),
      // failures are reported in one place, by report-failure.ts
      writeErr: () => {},
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXIT_CODES);
  addGlobalOptions(program);
  for (const register of commands) register(program, host);
  return program;
}
