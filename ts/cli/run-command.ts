import type { Command } from "commander";
import type { GlobalOptions } from "./global-options.ts";
import type { Host } from "./host.ts";
import { openSession, type Session } from "./session.ts";

/** What a command does with a valid request: call one function of the flow, print its result. */
export type Run<Request> = (request: Request, session: Session) => Promise<void>;

/** Adds a command to the program. A command that nothing stands behind is not registered. */
export type Register = (program: Command, host: Host) => void;

/**
 * The action of a command: reads the request from its arguments and options, then runs it. Wrong usage ends it before
 * anything is asked of the network.
 */
export function action<Options extends object, Request>(
  host: Host,
  parse: (args: readonly string[], options: Options & GlobalOptions) => Request,
  run: Run<Request>,
): (...inputs: unknown[]) => Promise<void> {
  return async (...inputs) => {
    // commander passes the arguments, then the options, then the command
    const command = inputs.at(-1) as Command;
    const options = command.optsWithGlobals<Options & GlobalOptions>();
    const session = openSession(host, options);
    try {
      await run(parse(command.args, options), session);
    } finally {
      session.progress.clear();
      session.end();
    }
  };
}
