import type { RawSettings } from "../../core/config/config-file.ts";
import { parseDecimal, parseWhole, USD_DECIMALS } from "../../core/math/decimal.ts";
import type { ProtocolName } from "../../core/names/names.ts";
import { chosenProtocols, type GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import {
  addBorrowersOptions,
  type BorrowersChoice,
  type BorrowersOptions,
  parseBorrowersChoice,
} from "./borrowers-choice.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { addLimitOptions, type LimitOptions, limitSettings } from "./limit-options.ts";
import { addSendOptions, type SendOptions, sendSettings } from "./send-options.ts";

/** What `watch` is asked for. */
export interface WatchRequest {
  readonly protocols: readonly ProtocolName[];
  /** USD with 8 decimals. */
  readonly minDebtUsd: bigint;
  /** Null: half of what the chain's blocks take. */
  readonly pollMs: number | null;
  /** False: everything but the sending. */
  readonly send: boolean;
  /** Forget what earlier log scans have found. */
  readonly anew: boolean;
  /** Only these, read once from a file or an URL. */
  readonly borrowers: BorrowersChoice | null;
  readonly settings: RawSettings;
}

interface WatchOptions extends LimitOptions, KeyOptions, SendOptions, BorrowersOptions {
  readonly minDebtUsd: string;
  readonly pollMs?: string;
  readonly send?: boolean;
}

export function watchCommand(run: Run<WatchRequest>): Register {
  return (program, host) => {
    const command = program
      .command("watch")
      .description("follow the chain block by block and say what can be liquidated, until Ctrl-C; with --send do it")
      .option("--min-debt-usd <usd>", "leave smaller debts out", "0")
      .option("--poll-ms <milliseconds>", "pause between two looks at the newest block (default: half a block's time)")
      .option("--rescan", "look for borrowers in all logs again, not only in those since the last time")
      .option("--send", "liquidate the best, one at a time; without it everything else is done");
    addKeyOptions(addSendOptions(addLimitOptions(addBorrowersOptions(command))))
      .addHelpText("after", examples("watch --chain base", "watch --chain base --keystore key.json --send"))
      .action(action(host, parseWatch, run));
  };
}

export function parseWatch(_: readonly string[], options: WatchOptions & GlobalOptions): WatchRequest {
  const { pollMs } = options;
  return {
    protocols: chosenProtocols(options),
    minDebtUsd: parseDecimal(options.minDebtUsd, USD_DECIMALS, "--min-debt-usd"),
    pollMs: pollMs === undefined ? null : Number(parseWhole(pollMs, "--poll-ms", { min: 20n, max: 600_000n })),
    send: options.send === true,
    anew: options.rescan === true,
    borrowers: parseBorrowersChoice(options),
    settings: { ...limitSettings(options), ...keySettings(options), ...sendSettings(options) },
  };
}
