import { staleRecord } from "../chains/stale-record.ts";
import type { Context } from "../core/context.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { shownPath } from "./print/shown-path.ts";

/** Says that a liquidator is recorded and not there: else its code would be injected without a word. */
export async function warnOfStaleRecord(
  { book, config, logger }: Pick<Context, "book" | "config" | "logger">,
  contract: LiquidatorName,
): Promise<void> {
  const stale = await staleRecord(book, contract, config.deploymentsDir);
  if (stale === null) return;
  const file = shownPath(stale.file);
  logger.warn(
    `${file} records ${contract} at ${stale.address}, where this chain does not have it: fliq deploy makes a new one`,
  );
}
