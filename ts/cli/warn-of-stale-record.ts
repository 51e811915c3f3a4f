import { relative } from "node:path";
import { staleRecord } from "../chains/stale-record.ts";
import type { Context } from "../core/context.ts";
import type { LiquidatorName } from "../core/names/names.ts";
import { ROOT } from "../core/root.ts";
import type { Host } from "./host.ts";

/** Says that a liquidator is recorded and not there: else its code would be injected without a word. */
export async function warnOfStaleRecord(
  { book, logger }: Pick<Context, "book" | "logger">,
  contract: LiquidatorName,
  { recordsIn }: Pick<Host, "recordsIn">,
): Promise<void> {
  const stale = await staleRecord(book, contract, recordsIn);
  if (stale === null) return;
  const file = relative(ROOT, stale.file);
  logger.warn(
    `${file} records ${contract} at ${stale.address}, where this chain does not have it: fliq deploy makes a new one`,
  );
}
