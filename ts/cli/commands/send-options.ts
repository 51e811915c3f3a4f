import type { Command } from "commander";
import type { RawSettings } from "../../core/config/config-file.ts";

/** How a transaction is followed once it is sent. */
export interface SendOptions {
  readonly confirmations?: string;
}

export function addSendOptions(command: Command): Command {
  return command.option(
    "--confirmations <blocks>",
    "how many blocks deep a transaction must lie before its outcome is told (default: 1)",
  );
}

export function sendSettings({ confirmations }: SendOptions): RawSettings {
  return { confirmations };
}
