import type { Register } from "../run-command.ts";
import { allowCommand } from "./allow.ts";
import { approveCommand } from "./approve.ts";
import { decodeCommand } from "./decode.ts";
import { deployCommand } from "./deploy.ts";
import { devnetCommand } from "./devnet.ts";
import { historyCommand } from "./history.ts";
import { inspectCommand } from "./inspect.ts";
import { liquidateCommand } from "./liquidate.ts";
import { ownerCommand } from "./owner.ts";
import { quoteCommand } from "./quote.ts";
import { replaceCommand } from "./replace.ts";
import { replayCommand } from "./replay.ts";
import { simulateCommand } from "./simulate.ts";
import { targetsCommand } from "./targets.ts";
import { watchCommand } from "./watch.ts";

/**
 * Registry: a new command is one line here. Only commands that do something are listed. What a command runs is loaded
 * when it is run.
 */
export const COMMANDS: readonly Register[] = [
  targetsCommand(async (request, session) => (await import("./run-targets.ts")).runTargets(request, session)),
  inspectCommand(async (request, session) => (await import("./run-inspect.ts")).runInspect(request, session)),
  simulateCommand(async (request, session) => (await import("./run-simulate.ts")).runSimulate(request, session)),
  liquidateCommand(async (request, session) => (await import("./run-liquidate.ts")).runLiquidate(request, session)),
  watchCommand(async (request, session) => (await import("./run-watch.ts")).runWatch(request, session)),
  replaceCommand("speed-up", async (request, session) =>
    (await import("./run-replace.ts")).runReplace(request, session),
  ),
  replaceCommand("cancel", async (request, session) => (await import("./run-replace.ts")).runReplace(request, session)),
  quoteCommand(async (request, session) => (await import("./run-quote.ts")).runQuote(request, session)),
  historyCommand(async (request, session) => (await import("./run-history.ts")).runHistory(request, session)),
  decodeCommand(async (request, session) => (await import("./run-decode.ts")).runDecode(request, session)),
  replayCommand(async (request, session) => (await import("./run-replay.ts")).runReplay(request, session)),
  deployCommand(async (request, session) => (await import("./run-deploy.ts")).runDeploy(request, session)),
  allowCommand(async (request, session) => (await import("./run-allow.ts")).runAllow(request, session)),
  ownerCommand(async (request, session) => (await import("./run-allow.ts")).runAllow(request, session)),
  approveCommand(async (request, session) => (await import("./run-approve.ts")).runApprove(request, session)),
  devnetCommand(
    async (request, session) => (await import("./run-devnet.ts")).runDevnet(request, session),
    async (request, session) => (await import("./run-devnet.ts")).runDevnetPrice(request, session),
  ),
];
