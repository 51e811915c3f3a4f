import type { Register } from "../run-command.ts";
import { devnetCommand } from "./devnet.ts";

/**
 * Registry: a new command is one line here. Only commands that do something are listed. What a command runs is loaded
 * when it is run.
 */
export const COMMANDS: readonly Register[] = [
  devnetCommand(
    async (request, session) => (await import("./run-devnet.ts")).runDevnet(request, session),
    async (request, session) => (await import("./run-devnet.ts")).runDevnetPrice(request, session),
  ),
];
