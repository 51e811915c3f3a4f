import type { Logger } from "../core/context.ts";
import { formatCount } from "./print/format.ts";
import type { Session } from "./session.ts";

/** The line that says what was sent, and when it is shown. */
export interface SentLine {
  /** Takes the stage's word for what was sent. */
  readonly logger: Logger;
  /** Shows the line if it was held back. */
  show(): void;
}

/**
 * Says at once what was sent, so that whoever is interrupted knows it; on a terminal the spinner says it at once, and the
 * line itself waits for the plan and the simulation to stand above it.
 */
export function sentLine({ host, output, logger, progress }: Session): SentLine {
  const waits = host.stderr.isTTY === true && host.stdout.isTTY === true && !output.json;
  let held: string | null = null;
  const show = () => {
    if (held !== null) logger.info(held);
    held = null;
  };
  const info: Logger["info"] = (message, fields = {}) => {
    const { txHash, nonce, gasLimit = fields.gas } = fields;
    if (message !== "sent") return logger.info(message, fields);
    held = `sent transaction ${txHash}, nonce ${nonce}, gas limit ${formatCount(BigInt(String(gasLimit)))}`;
    if (waits) progress.show(`sent transaction ${txHash}, waiting until it is mined`);
    else show();
  };
  return { logger: { ...logger, info }, show };
}
