import { setTimeout as sleep } from "node:timers/promises";
import { custom, RpcRequestError, type Transport } from "viem";
import type { Logger } from "../context.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { callHttpRpc } from "./http-rpc.ts";
import { retryAfter } from "./rpc-failures.ts";

export interface TransportOptions {
  readonly url: string;
  readonly timeoutMs: number;
  /** Repetitions after the first attempt. */
  readonly retries: number;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, "debug">;
}

/** The debug message of every single request; whoever listens may count them. */
export const REQUEST = "request";

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;

/** Calls that change something: repeating one whose answer was lost could do it twice. */
const WRITES = /^(eth_send|personal_|evm_|anvil_|hardhat_|debug_set)/;
const REVERT = /revert|invalid opcode|out of gas|stack underflow/i;
const PASSING = /\brate\b|too many requests|request limit|capacity|header not found|try again|temporarily|overloaded/i;
const RESULT_LIMIT = /more than \d+ results|block range|response size/i;

/** A viem transport that repeats reads, and only those whose failure may pass: never a revert, never a write. */
export function retryingTransport(options: TransportOptions): Transport {
  const request = (call: { readonly method: string; readonly params?: unknown }) => requestWithRetry(options, call);
  // viem's own retry would repeat reverts that a node reports as an internal error
  return custom({ request }, { key: "fliq-http", name: "JSON-RPC over HTTP", retryCount: 0 });
}

/** One call by the rules of {@link retryingTransport}. */
export async function requestWithRetry(
  { url, timeoutMs, retries, signal, logger }: TransportOptions,
  { method, params }: { readonly method: string; readonly params?: unknown },
): Promise<unknown> {
  const attempts = WRITES.test(method) ? 1 : retries + 1;
  const start = Date.now();
  for (let attempt = 1; ; attempt++) {
    try {
      const result = await callHttpRpc({ url, method, params, timeoutMs, signal });
      logger.debug(REQUEST, { method });
      return result;
    } catch (error) {
      logger.debug(REQUEST, { method });
      if (attempt >= attempts || !mayPass(error)) throw afterAll(error, attempt, Date.now() - start);
      const delay = delayMs(error, attempt);
      logger.debug("repeating a failed read", { method, attempt, delay, reason: reasonOf(error) });
      await pause(delay, signal);
    }
  }
}

/** What never answered, with how often and how long it was asked: one attempt's limit says nothing about that. */
function afterAll(error: unknown, attempts: number, milliseconds: number): unknown {
  if (!(error instanceof RpcError) || error.failure !== "timeout" || attempts === 1) return error;
  const { failure, message, retryable, hint, code, numbers } = error;
  const tried = `${attempts} attempts in ${(milliseconds / 1_000).toFixed(1)} s`;
  return new RpcError(failure, `${message} (${tried})`, {
    retryable,
    code,
    cause: error,
    ...(hint !== undefined && { hint }),
    ...(numbers && { numbers }),
  });
}

/** Whether the same call may succeed when it is repeated. */
export function mayPass(error: unknown): boolean {
  if (error instanceof RpcError) return error.retryable;
  if (!(error instanceof RpcRequestError)) return false;
  const { code, data, details } = error;
  const reverted = code === 3 || REVERT.test(details) || (typeof data === "string" && data.startsWith("0x"));
  if (reverted || RESULT_LIMIT.test(details)) return false;
  // 429 and -32007 are rate limits of well-known providers, -32603 the protocol's "internal error"
  if (code === 429 || code === -32007 || code === -32603 || code === -32005) return true;
  return PASSING.test(details);
}

/** Twice as long each time, less a random part so that parallel calls do not return together. */
function delayMs(error: unknown, attempt: number): number {
  const asked = error instanceof RpcError ? retryAfter.get(error) : undefined;
  const backoff = FIRST_DELAY_MS * 2 ** (attempt - 1) * (1 - Math.random() / 2);
  return Math.min(asked ?? backoff, LONGEST_DELAY_MS);
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch {
    throw new InterruptedError();
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof RpcRequestError) return error.details;
  return error instanceof Error ? error.message : String(error);
}
