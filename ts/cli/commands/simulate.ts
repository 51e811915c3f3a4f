import type { Address } from "viem";
import { type BlockChoice, parseBlock } from "../../core/rpc/block.ts";
import { parseAddress } from "../../core/tokens/address.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addPlanOptions, type PlanOptions, type PlanRequest, parsePlanRequest } from "./plan-options.ts";
import { addTargetOption, parseWho, type Who, type WhoOptions } from "./who-options.ts";

/** What `simulate` is asked for. */
export interface SimulateRequest extends PlanRequest, Who {
  readonly block: BlockChoice;
  /** Who would send it; null when it does not matter. */
  readonly from: Address | null;
  /** Run the transaction on a local fork of the endpoint instead of asking the endpoint to simulate it. */
  readonly fork: boolean;
}

interface SimulateOptions extends PlanOptions, WhoOptions {
  readonly block: string;
  readonly from?: string;
  readonly fork?: boolean;
}

export function simulateCommand(run: Run<SimulateRequest>): Register {
  return (program, host) => {
    const command = program
      .command("simulate")
      .description(
        "plan a liquidation and run it on the state of a block; needs no key and no deployed contract; ends with 4 where liquidate would refuse to send",
      )
      .argument("[user]", "address of the borrower, in full or as tables show it")
      .option("--block <number|tag>", "block to run on", "latest")
      .option("--from <address>", "who would send the transaction")
      .option("--fork", "run on a local fork of the endpoint");
    addPlanOptions(addTargetOption(command))
      .addHelpText(
        "after",
        examples(
          "simulate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain base",
          "simulate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --collateral WETH --debt USDC --repay 2500 --funding aave",
        ),
      )
      .action(action(host, parseSimulate, run));
  };
}

export function parseSimulate(args: readonly string[], options: SimulateOptions & GlobalOptions): SimulateRequest {
  return {
    ...parseWho(args[0], options),
    ...parsePlanRequest(options),
    block: parseBlock(options.block),
    from: options.from === undefined ? null : parseAddress(options.from, "--from"),
    fork: options.fork === true,
  };
}
