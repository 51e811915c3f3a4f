import type { Logger } from "../core/context.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Host } from "./host.ts";
import { type Colors, colorsFor } from "./print/colors.ts";
import { countRequests } from "./print/count-requests.ts";
import { createLogger } from "./print/logger.ts";
import { createOutput, type Output } from "./print/output.ts";
import { createProgress, type Progress } from "./print/progress.ts";

/** One run of one command. */
export interface Session {
  readonly host: Host;
  readonly options: GlobalOptions;
  readonly output: Output;
  readonly logger: Logger;
  readonly progress: Progress;
  /** For the result on standard output. */
  readonly colors: Colors;
  /** Characters of a line on standard output; infinite where it is no terminal. */
  readonly width: number;
  readonly signal: AbortSignal;
  /** Says, for whoever wants to know everything, what was asked of the endpoint. */
  end(): void;
}

export function openSession(host: Host, options: GlobalOptions): Session {
  const { stdout, stderr, redactor, env, signal } = host;
  const [json, verbose] = [options.json === true, options.verbose === true];
  const progress = createProgress(stderr, !json && !verbose);
  const result = createOutput(stdout, redactor, json);
  const output: Output = {
    json,
    result(data, text) {
      progress.clear();
      result.result(data, text);
    },
    event(data, text) {
      progress.clear();
      result.event(data, text);
    },
    text(text) {
      progress.clear();
      result.text(text);
    },
  };
  const errColors = colorsFor(stderr, env, options.color);
  const { logger, show } = countRequests(
    createLogger({ stream: stderr, redactor, colors: errColors, verbose, beforeLine: progress.clear }),
  );
  const colors = colorsFor(stdout, env, options.color && !json);
  const width = stdout.isTTY === true && stdout.columns ? stdout.columns : Number.POSITIVE_INFINITY;
  return { host, options, output, logger, progress, colors, width, signal, end: show };
}
