import type { Command } from "commander";
import type { RawSettings } from "../../core/config/config-file.ts";

/** What a liquidation must bring and may cost. */
export interface LimitOptions {
  readonly realizeBadDebt?: boolean;
  readonly minProfit?: string;
  readonly maxSlippageBps?: string;
  readonly priceToleranceBps?: string;
  readonly maxGasGwei?: string;
}

export function addLimitOptions(command: Command): Command {
  return command
    .option("--realize-bad-debt", "also when it takes a loss from the lenders (Morpho)")
    .option("--min-profit <usd>", "least profit after gas (default: 50)")
    .option("--max-slippage-bps <bps>", "largest loss against the protocol's oracle (default: 300)")
    .option("--price-tolerance-bps <bps>", "how much less than planned may be left when it is mined (default: 50)")
    .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)");
}

export function limitSettings(options: LimitOptions): RawSettings {
  return {
    minProfitUsd: options.minProfit,
    maxSlippageBps: options.maxSlippageBps,
    priceToleranceBps: options.priceToleranceBps,
    maxGasGwei: options.maxGasGwei,
    realizeBadDebt: options.realizeBadDebt,
  };
}
