import type { Command } from "commander";
import { settingsOf } from "../../core/config/all-settings.ts";
import type { RawSettings } from "../../core/config/config-file.ts";
import { optionName } from "../../core/config/config-schema.ts";
import { ADAPTER_SETTINGS } from "../adapter-settings.ts";

/** What a liquidation must bring and may cost, besides the options of the adapters. */
export interface LimitOptions {
  readonly minProfit?: string;
  readonly maxSlippageBps?: string;
  readonly priceToleranceBps?: string;
  readonly maxGasGwei?: string;
  readonly maxGasShareBps?: string;
  readonly priorityFeeGwei?: string;
}

export function addLimitOptions(command: Command): Command {
  for (const [name, { option }] of settingsOf(ADAPTER_SETTINGS)) {
    if (option) command.option([optionName(name), option.value].filter(Boolean).join(" "), option.help);
  }
  return command
    .option("--min-profit <usd>", "least profit after gas (default: 50)")
    .option("--max-slippage-bps <bps>", "largest loss against the protocol's oracle (default: 300)")
    .option("--price-tolerance-bps <bps>", "how much less than planned may be left when it is mined (default: 50)")
    .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)")
    .option("--max-gas-share-bps <bps>", "largest share of the profit that gas may cost (default: 10000)")
    .option("--priority-fee-gwei <gwei>", "priority fee (default: what the node suggests)");
}

export function limitSettings(options: LimitOptions): RawSettings {
  return {
    minProfitUsd: options.minProfit,
    maxSlippageBps: options.maxSlippageBps,
    priceToleranceBps: options.priceToleranceBps,
    maxGasGwei: options.maxGasGwei,
    maxGasShareBps: options.maxGasShareBps,
    priorityFeeGwei: options.priorityFeeGwei,
    ...adapterSettings(options),
  };
}

/** The options that an adapter brought, which have its settings' names. */
function adapterSettings(options: object): RawSettings {
  const given = new Map<string, unknown>(Object.entries(options));
  return Object.fromEntries(settingsOf(ADAPTER_SETTINGS).map(([name]) => [name, given.get(name)]));
}
