import type { Context } from "../context.ts";
import { describeReadError } from "../rpc/read-errors.ts";
import { readLogCheckpoint, writeLogCheckpoint } from "./log-cache.ts";

/**
 * Takes note that logs are missing in a stored scan: whoever scans next keeps what was found and looks at every block again.
 * @param path as `collectLogs` named it
 */
export async function doubtLogs({ logger }: Pick<Context, "logger">, path: string): Promise<void> {
  try {
    const stored = await readLogCheckpoint(path);
    if (stored !== null) await writeLogCheckpoint(path, { ...stored, doubtful: true });
  } catch (error) {
    logger.warn("a log scan that lacks something could not be marked", { path, reason: describeReadError(error) });
  }
}
