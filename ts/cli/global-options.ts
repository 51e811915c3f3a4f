import type { Command } from "commander";
import type { RawSettings } from "../core/config/config-file.ts";
import { UsageError } from "../core/errors/errors.ts";
import { PROTOCOL_NAMES, type ProtocolName } from "../core/names/names.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  readonly rpcUrl?: readonly string[];
  readonly sendUrl?: readonly string[];
  readonly chain?: string;
  readonly protocol?: string;
  readonly config?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
  /** False after `--no-color`. */
  readonly color: boolean;
}

export function addGlobalOptions(program: Command): void {
  program
    .option("--rpc-url <url>", "JSON-RPC endpoint (or FLIQ_RPC_URL, or <CHAIN>_RPC_URL); again for more", collect)
    .option("--send-url <url>", "endpoint for signed transactions (default: as --rpc-url); again for more", collect)
    .option(
      "--chain <name>",
      "ethereum, arbitrum, base, optimism, polygon, bnb, avalanche, devnet or one of the settings file",
    )
    .option("--protocol <name>", `one of ${PROTOCOL_NAMES.join(", ")} (default: all)`)
    .option("--config <file>", "settings file (default: fliq.config.json, if there is one)")
    .option("--json", "print one JSON document (watch: one a line)")
    .option("--verbose", "print what is being done, and stack traces")
    .option("--no-color", "print without colours");
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

/** The settings among the global options. */
export function globalSettings({ rpcUrl, sendUrl, chain }: GlobalOptions): RawSettings {
  return { rpcUrl, sendUrl, chain };
}

/**
 * The protocols to work on: all of them unless one is named.
 * @throws UsageError for an unknown name.
 */
export function chosenProtocols({ protocol }: GlobalOptions): readonly ProtocolName[] {
  if (protocol === undefined) return PROTOCOL_NAMES;
  const found = PROTOCOL_NAMES.find((name) => name === protocol.toLowerCase());
  if (found) return [found];
  throw new UsageError(`unknown protocol ${JSON.stringify(protocol)}`, {
    hint: `use one of ${PROTOCOL_NAMES.join(", ")}`,
  });
}
