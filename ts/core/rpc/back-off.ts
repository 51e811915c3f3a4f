import { setTimeout as sleep } from "node:timers/promises";
import { RpcRequestError } from "viem";
import type { Logger } from "../context.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { retryAfter } from "./rpc-failures.ts";

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;

export interface BackOffOptions {
  /** What follows the pause, for the log. */
  readonly what: string;
  readonly method: string;
  /** How many attempts there were, from 1. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, "debug">;
}

/**
 * Waits before a call is made again: as long as the endpoint asks for, else twice as long each time.
 * @throws InterruptedError when `signal` is aborted.
 */
export async function backOff(
  failure: unknown,
  { what, method, attempt, signal, logger }: BackOffOptions,
): Promise<void> {
  const delay = delayMs(failure, attempt);
  logger.debug(what, { method, attempt, delay, reason: reasonOf(failure) });
  try {
    await sleep(delay, undefined, { signal });
  } catch {
    throw new InterruptedError();
  }
}

/** Less a random part, so that parallel calls do not return together. */
function delayMs(error: unknown, attempt: number): number {
  const asked = error instanceof RpcError ? retryAfter.get(error) : undefined;
  const backoff = FIRST_DELAY_MS * 2 ** (attempt - 1) * (1 - Math.random() / 2);
  return Math.min(asked ?? backoff, LONGEST_DELAY_MS);
}

function reasonOf(error: unknown): string {
  if (error instanceof RpcRequestError) return error.details;
  return error instanceof Error ? error.message : String(error);
}
