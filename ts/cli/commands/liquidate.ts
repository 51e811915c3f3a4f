import { UsageError } from "../../core/errors/errors.ts";
import { parseWhole } from "../../core/math/decimal.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { addPlanOptions, type PlanOptions, type PlanRequest, parsePlanRequest } from "./plan-options.ts";
import { addSendOptions, type SendOptions, sendSettings } from "./send-options.ts";
import { parseWho, type Who } from "./who-options.ts";

/** What `liquidate` is asked to do. */
export interface LiquidateRequest extends PlanRequest {
  /** At least one; several are done in one transaction where that is cheaper. */
  readonly whom: readonly Who[];
  /** How often each is to be liquidated at most, while it still can be. */
  readonly rounds: number;
  /** False: everything but the sending. */
  readonly send: boolean;
}

interface LiquidateOptions extends PlanOptions, KeyOptions, SendOptions {
  readonly target?: readonly string[];
  readonly rounds: string;
  readonly send?: boolean;
  readonly deadlineSeconds?: string;
}

/** A close factor of a half leaves less than a hundredth after so many. */
const MOST_ROUNDS = 8n;

export function liquidateCommand(run: Run<LiquidateRequest>): Register {
  return (program, host) => {
    const command = program
      .command("liquidate")
      .description(
        "plan, simulate and, with --send, send a liquidation, or several in one transaction where that is cheaper",
      )
      .argument("[user...]", "addresses of borrowers, in full or as tables show them")
      .option("--target <key...>", "exactly these targets, as inspect and --json name them")
      .option(
        "--rounds <count>",
        "liquidate each so often at most, while it still can be and that is worth it; in one transaction where that is cheaper",
        "1",
      )
      .option("--send", "send the transaction; without it everything else is done")
      .option("--deadline-seconds <seconds>", "how long the transaction is valid (default: 120)");
    addKeyOptions(addSendOptions(addPlanOptions(command)))
      .addHelpText(
        "after",
        examples(
          "liquidate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain base",
          "liquidate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain base --keystore key.json --send",
          "liquidate 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --chain ethereum --protocol compound-v2 --rounds 3",
        ),
      )
      .action(action(host, parseLiquidate, run));
  };
}

export function parseLiquidate(args: readonly string[], options: LiquidateOptions & GlobalOptions): LiquidateRequest {
  const { target, ...others } = options;
  const whom = [
    ...args.map((user) => parseWho(user, others)),
    ...(target ?? []).map((key) => parseWho(undefined, { ...others, target: key })),
  ];
  const request = parsePlanRequest(options);
  const { deadlineSeconds } = options;
  const settings = { ...request.settings, ...keySettings(options), ...sendSettings(options), deadlineSeconds };
  const rounds = Number(parseWhole(options.rounds, "--rounds", { min: 1n, max: MOST_ROUNDS }));
  if (rounds > 1 && request.repay !== "max") {
    throw new UsageError("--rounds is for --repay max: an amount is meant once", { hint: "leave one of them out" });
  }
  return {
    ...request,
    rounds,
    whom: whom.length > 0 ? whom : [parseWho(undefined, others)],
    settings,
    send: options.send === true,
  };
}
