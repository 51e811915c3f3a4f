import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "viem";
import type { Context } from "../core/context.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import { explainFailure } from "../core/errors/explain.ts";
import { type Head, readHead } from "./head.ts";

/** Longest pause between two attempts while the endpoint does not answer, milliseconds. */
const LONGEST_PAUSE_MS = 15_000;

/**
 * Every new head of the chain, by asking again and again, until interrupted. An endpoint that is away is waited for and told
 * once; what happens meanwhile is caught up with afterwards.
 * @param pollMs pause between two questions, milliseconds
 * @param work says whether the head was worked through to its end; one that was not, or failed, comes again unless there is
 * a newer one
 * @throws what is no failure of a call
 */
export async function followHeads(
  context: Context,
  pollMs: number,
  work: (head: Head) => Promise<boolean>,
): Promise<void> {
  const { client, logger, signal } = context;
  let last: Hex | null = null;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const head = await readHead(client);
      if (head.hash !== last && (await work(head))) last = head.hash;
      if (failures > 0) logger.info("the endpoint answers again", { block: head.number });
      failures = 0;
    } catch (error) {
      if (signal.aborted || error instanceof InterruptedError) return;
      const failure = explainFailure(error);
      if (failure === null) throw error;
      if (++failures === 1) logger.warn("a block could not be followed, trying again", { reason: failure.message });
      else logger.debug("a block could not be followed", { attempt: failures, reason: failure.message });
    }
    const pause = Math.min(pollMs * 2 ** Math.min(failures, 8), Math.max(pollMs, LONGEST_PAUSE_MS));
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}
