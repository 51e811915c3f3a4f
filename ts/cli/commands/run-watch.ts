import { requireLedger } from "../../ledger/require-ledger.ts";
import { type WatchEvent, watch } from "../../watch/watch.ts";
import { openContext } from "../open-context.ts";
import { namesOf } from "../print/names.ts";
import { watchEventJson, watchEventText } from "../print/watch-text.ts";
import { readBorrowers } from "../read-borrowers.ts";
import type { Session } from "../session.ts";
import { signerFor } from "../signer-for.ts";
import type { WatchRequest } from "./watch.ts";

/** Shortest and longest pause between two looks at the newest block, unless the user says one, milliseconds. */
const [SHORTEST_PAUSE, LONGEST_PAUSE] = [100, 4_000];

/** Follows the chain until the user interrupts. */
export async function runWatch(request: WatchRequest, session: Session): Promise<void> {
  const { output, colors, progress, logger } = session;
  const context = await openContext(session, request.settings);
  const { config, client, book } = context;
  const borrowers = await readBorrowers(request.borrowers, session, config);
  const signer = await signerFor(session, config, request.send);
  if (request.send) await requireLedger(config.ledgerPath);
  const half = (client.chain.blockTime ?? 12_000) / 2;
  const style = { colors, nameOf: namesOf(book, []) };
  const onEvent = (event: WatchEvent) => output.event(watchEventJson(event), () => watchEventText(event, style));
  await watch(context, {
    ...request,
    borrowers,
    signer,
    pollMs: request.pollMs ?? Math.min(Math.max(half, SHORTEST_PAUSE), LONGEST_PAUSE),
    now: () => new Date(),
    onEvent,
    onProgress: progress.step,
  });
  logger.info("stopped");
}
