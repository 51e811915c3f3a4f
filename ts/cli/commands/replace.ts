import type { RawSettings } from "../../core/config/config-file.ts";
import { parseWhole } from "../../core/math/decimal.ts";
import type { Replacing } from "../../flow/replace/propose-replacement.ts";
import type { GlobalOptions } from "../global-options.ts";
import { examples } from "../help.ts";
import { action, type Register, type Run } from "../run-command.ts";
import { addKeyOptions, type KeyOptions, keySettings } from "./key-options.ts";
import { addSendOptions, type SendOptions, sendSettings } from "./send-options.ts";

/** What `cancel` and `speed-up` are asked to do. */
export interface ReplaceRequest {
  readonly how: Replacing;
  /** Null: the first that waits. */
  readonly nonce: number | null;
  /** False: everything but the sending. */
  readonly send: boolean;
  readonly settings: RawSettings;
}

interface ReplaceOptions extends KeyOptions, SendOptions {
  readonly nonce?: string;
  readonly send?: boolean;
  readonly maxGasGwei?: string;
}

const DESCRIPTIONS: Readonly<Record<Replacing, string>> = {
  cancel: "use the nonce of a transaction that is not mined for nothing, so that it never will be; with --send do it",
  "speed-up": "offer more for a transaction of the ledger that is not mined; with --send do it",
};

export function replaceCommand(how: Replacing, run: Run<ReplaceRequest>): Register {
  return (program, host) => {
    const command = program
      .command(how)
      .description(DESCRIPTIONS[how])
      .option("--nonce <number>", "which one (default: the first that waits, and the others behind it)")
      .option("--send", "send the replacement; without it everything else is done")
      .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)");
    addKeyOptions(addSendOptions(command))
      .addHelpText("after", examples(`${how} --chain base --keystore key.json`, `${how} --chain base --nonce 7 --send`))
      .action(action(host, (_, options: ReplaceOptions & GlobalOptions) => parseReplace(how, options), run));
  };
}

export function parseReplace(how: Replacing, options: ReplaceOptions): ReplaceRequest {
  const { nonce, send, maxGasGwei } = options;
  const range = { min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) };
  return {
    how,
    nonce: nonce === undefined ? null : Number(parseWhole(nonce, "--nonce", range)),
    send: send === true,
    settings: { ...keySettings(options), ...sendSettings(options), maxGasGwei },
  };
}
