import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { addPlanOptions, type PlanOptions, type PlanRequest, parsePlanRequest } from "./plan-options.ts";

/** What `liquidate` is asked to do. */
export interface LiquidateRequest extends PlanRequest {
  /** False: everything but the sending. */
  readonly send: boolean;
}

interface LiquidateOptions extends PlanOptions, KeyOptions {
  readonly send?: boolean;
  readonly deadlineSeconds?: string;
}

export function liquidateCommand(run: Run<LiquidateRequest>): Register {
  return (program, host) => {
    const command = program
      .command("liquidate")
      .description("plan, simulate and, with --send, send one liquidation")
      .argument("<user>", "address of the borrower")
      .option("--send", "send the transaction; without it everything else is done")
      .option("--deadline-seconds <seconds>", "how long the transaction is valid (default: 120)");
    addKeyOptions(addPlanOptions(command))
      .addHelpText(
        "after",
        examples(
          "liquidate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain base",
          "liquidate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain base --keystore key.json --send",
        ),
      )
      .action(action(host, parseLiquidate, run));
  };
}

export function parseLiquidate(args: readonly string[], options: LiquidateOptions & GlobalOptions): LiquidateRequest {
  const request = parsePlanRequest(args, options);
  const settings = { ...request.settings, ...keySettings(options), deadlineSeconds: options.deadlineSeconds };
  return { ...request, settings, send: options.send === true };
}
