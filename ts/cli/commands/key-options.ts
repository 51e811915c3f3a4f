import type { Command } from "commander";
import type { RawSettings } from "../../core/config/config-file.ts";

/** Where the signing key is. The key itself is never an option. */
export interface KeyOptions {
  readonly keystore?: string;
  readonly passwordFile?: string;
}

export function addKeyOptions(command: Command): Command {
  return command
    .option(
      "--keystore <file>",
      "encrypted key of cast wallet import or geth; yours alone: chmod 600 it, cast leaves it at 644 (or FLIQ_KEYSTORE)",
    )
    .option("--password-file <file>", "its password (or FLIQ_KEYSTORE_PASSWORD, or asked for)");
}

export function keySettings({ keystore, passwordFile }: KeyOptions): RawSettings {
  return { keystore, passwordFile };
}
