import { type BlockChoice, parseBlock } from "../../core/rpc/block.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { type MarketChoice, parseMarket } from "./plan-options.ts";
import { addTargetOption, parseWho, type Who, type WhoOptions } from "./who-options.ts";

/** What `inspect` is asked for. */
export interface InspectRequest extends Who {
  /** Null for every market in which the user has a position. */
  readonly market: MarketChoice | null;
  readonly block: BlockChoice;
}

interface InspectOptions extends WhoOptions {
  readonly block: string;
}

export function inspectCommand(run: Run<InspectRequest>): Register {
  return (program, host) => {
    const command = program
      .command("inspect")
      .description("show a user's positions, health and the prices at which they fail")
      .argument("[user]", "address of the borrower, in full or as tables show it")
      .option("--market <name|address|id>", "only this market; an id in full or as tables show it")
      .option("--block <number|tag>", "block to look at", "latest");
    addTargetOption(command)
      .addHelpText(
        "after",
        examples(
          "inspect 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain arbitrum",
          "inspect 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain ethereum --block 23000000 --json",
        ),
      )
      .action(action(host, parseInspect, run));
  };
}

export function parseInspect(args: readonly string[], options: InspectOptions & GlobalOptions): InspectRequest {
  return {
    ...parseWho(args[0], options),
    market: options.market === undefined ? null : parseMarket(options.market),
    block: parseBlock(options.block),
  };
}
