import type { Aggregator } from "../aggregators/aggregator.ts";
import { AGGREGATOR_SETTINGS } from "../aggregators/settings.ts";
import type { Config } from "../core/config/config.ts";
import type { Session } from "./session.ts";

/** The aggregators that are switched on. One whose key cannot be had is not worth a plan: nobody is asked then, which is said. */
export async function aggregatorsFor({ host, logger }: Session, config: Config): Promise<readonly Aggregator[]> {
  if (AGGREGATOR_SETTINGS.of(config).aggregators.length === 0) return [];
  const { openAggregators } = await import("../aggregators/open-aggregators.ts");
  try {
    return await openAggregators(config, host);
  } catch (error) {
    logger.warn("no aggregator is asked", { reason: error instanceof Error ? error.message : null });
    return [];
  }
}
