import type { Command } from "commander";
import { settingsOf } from "../../core/config/all-settings.ts";
import type { RawSettings } from "../../core/config/config-file.ts";
import { optionName } from "../../core/config/config-schema.ts";
import { VENUE_NAMES } from "../../core/names/names.ts";
import { ADAPTER_SETTINGS } from "../adapter-settings.ts";

/** What a liquidation must bring and may cost, besides the options of the adapters. */
export interface LimitOptions {
  readonly minProfit?: string;
  readonly minBonusShareBps?: string;
  readonly priceToleranceBps?: string;
  readonly minPoolDepthUsd?: string;
  readonly venue?: string;
  readonly route?: string;
  readonly maxGasGwei?: string;
  readonly allowCollaterals?: string;
  readonly denyCollaterals?: string;
  readonly allowDebts?: string;
  readonly denyDebts?: string;
  readonly allowMarkets?: string;
  readonly denyMarkets?: string;
  readonly maxGasShareBps?: string;
  readonly priorityFeeGwei?: string;
}

export function addLimitOptions(command: Command): Command {
  for (const [name, { option }] of settingsOf(ADAPTER_SETTINGS)) {
    if (option) command.option([optionName(name), option.value].filter(Boolean).join(" "), option.help);
  }
  return command
    .option("--min-profit <usd>", "least profit after gas (default: 50)")
    .option("--min-bonus-share-bps <bps>", "least share of the bonus to be left after sale and tip (default: 5000)")
    .option("--price-tolerance-bps <bps>", "how much less than planned may be left when it is mined (default: 50)")
    .option("--min-pool-depth-usd <usd>", "use no pool that holds less of what it pays out (default: 0, any pool)")
    .option("--venue <names>", `sell on these alone: ${VENUE_NAMES.join(", ")} (default: all)`)
    .option("--route <way>", "auto: in as many parts as pays best, or single: along one path (default: auto)")
    .option("--max-gas-gwei <gwei>", "highest gas price (default: 100)")
    .option("--allow-collaterals <addresses>", "seize these alone; with commas between them")
    .option("--deny-collaterals <addresses>", "never seize these")
    .option("--allow-debts <addresses>", "repay these alone")
    .option("--deny-debts <addresses>", "never repay these")
    .option("--allow-markets <addresses|ids>", "liquidate in these alone")
    .option("--deny-markets <addresses|ids>", "never liquidate in these")
    .option("--max-gas-share-bps <bps>", "largest share of the profit that gas may cost (default: 10000)")
    .option("--priority-fee-gwei <gwei>", "priority fee (default: what the node suggests)");
}

export function limitSettings(options: LimitOptions): RawSettings {
  return {
    minProfitUsd: options.minProfit,
    minBonusShareBps: options.minBonusShareBps,
    priceToleranceBps: options.priceToleranceBps,
    minPoolDepthUsd: options.minPoolDepthUsd,
    venue: options.venue,
    route: options.route,
    maxGasGwei: options.maxGasGwei,
    allowCollaterals: options.allowCollaterals,
    denyCollaterals: options.denyCollaterals,
    allowDebts: options.allowDebts,
    denyDebts: options.denyDebts,
    allowMarkets: options.allowMarkets,
    denyMarkets: options.denyMarkets,
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
