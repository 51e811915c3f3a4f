import { setTimeout as sleep } from "node:timers/promises";
import { InterruptedError } from "../../core/errors/errors.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { getJson } from "./get-json.ts";
import type { Pace } from "./pace.ts";

/** One question to an aggregator. */
export interface Question {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For everything, waiting and repeating included. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly pace: Pace;
}

/** What it said: JSON of whatever shape, or why it said nothing. */
export type Answer = { readonly ok: true; readonly json: unknown } | { readonly ok: false; readonly reason: Reason };

const FIRST_PAUSE_MS = 250;
/** However long an aggregator asks to be left alone, it is asked again after that. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Asks, at the aggregator's pace, and again where it was asked too often or has stumbled, until the time is over. What it wants to be left
 * alone for holds for later questions too: they fail at once instead of waiting.
 * @throws InterruptedError when the signal is aborted
 */
export async function ask({ url, headers, timeoutMs, signal, pace }: Question): Promise<Answer> {
  const deadline = Date.now() + timeoutMs;
  for (let attempt = 0; ; attempt++) {
    const at = pace.turn(deadline);
    if (at === null) return unread(`${url.host} limits the rate of requests`);
    await pause(at - Date.now(), signal);
    const answer = await getJson(url, { headers, timeoutMs: Math.max(1, deadline - Date.now()), signal });
    if (answer.ok) return answer;
    if (answer.repeatAfterMs === null) return unread(answer.message);
    const wait = Math.min(answer.repeatAfterMs || FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS);
    pace.pauseUntil(Date.now() + wait);
    if (Date.now() + wait > deadline) return unread(answer.message);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  await sleep(milliseconds, undefined, { signal }).catch(() => {
    throw new InterruptedError();
  });
}

function unread(message: string): Answer {
  return { ok: false, reason: { code: "aggregator-unread", message } };
}
