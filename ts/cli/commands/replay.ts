import type { ProtocolName } from "../../core/names/names.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";

/** What `replay` is asked for. */
export interface ReplayRequest {
  /** Of records, or `-`: they are on standard input. */
  readonly file: string;
  /** Only records of this one; null: all. */
  readonly protocol: ProtocolName | null;
}

export function replayCommand(run: Run<ReplayRequest>): Register {
  return (program, host) => {
    program
      .command("replay")
      .description(
        "work recorded liquidations out anew from what they read, and show planned against real; ends with 1 unless all come out exact",
      )
      .argument("<file>", "records, JSON of schema liquidation-vectors/1; - for standard input")
      .addHelpText("after", examples("replay liquidations.json", "replay liquidations.json --protocol aave-v2 --json"))
      .action(action(host, parseReplay, run));
  };
}

export function parseReplay([file = ""]: readonly string[], options: GlobalOptions): ReplayRequest {
  return { file, protocol: options.protocol === undefined ? null : chosenProtocols(options)[0]! };
}
