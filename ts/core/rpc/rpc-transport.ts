import { setTimeout as sleep } from "node:timers/promises";
import { custom, RpcRequestError, type Transport } from "viem";
import type { Logger } from "../context.ts";
import { InterruptedError, RpcError } from "../errors/errors.ts";
import { STATELESS } from "../errors/explain.ts";
import { type BlockDistance, blockDistance, type RpcCall } from "./block-distance.ts";
import { isDivisible } from "./divisible.ts";
import { callHttpRpc } from "./http-rpc.ts";
import { type FailedRead, mayPass } from "./may-pass.ts";
import { retryAfter } from "./rpc-failures.ts";

export interface TransportOptions {
  readonly url: string;
  readonly timeoutMs: number;
  /** Repetitions after the first attempt. */
  readonly retries: number;
  /** Of these, the ones while nothing answers at all; absent: as many as for other failures. */
  readonly silentRetries?: number;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, "debug">;
}

/** The debug message of every single request; whoever listens may count them. */
export const REQUEST = "request";

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;

/** Calls that change something: repeating one whose answer was lost could do it twice. */
const WRITES = /^(eth_send|personal_|evm_|anvil_|hardhat_|debug_set)/;

/** A viem transport that repeats reads, unless their failure is known to be permanent: never a revert, never a write. */
export function retryingTransport(options: TransportOptions): Transport {
  const distance = blockDistance();
  const request = (call: RpcCall) => requestWithRetry(options, call, distance);
  // viem's own retry would repeat reverts that a node reports as an internal error
  return custom({ request }, { key: "fliq-http", name: "JSON-RPC over HTTP", retryCount: 0 });
}

/** One call by the rules of {@link retryingTransport}. */
export async function requestWithRetry(
  { url, timeoutMs, retries, silentRetries = retries, signal, logger }: TransportOptions,
  call: RpcCall,
  distance: BlockDistance = blockDistance(),
): Promise<unknown> {
  const { method, params } = call;
  const attempts = WRITES.test(method) ? 1 : retries + 1;
  const start = Date.now();
  for (let attempt = 1; ; attempt++) {
    let failure: unknown;
    try {
      const result = await callHttpRpc({ url, method, params, timeoutMs, signal });
      distance.learn(call, result);
      if (attempt >= attempts || !mayCome(call, result, distance)) return result;
      failure = new Error("the block is not there");
    } catch (error) {
      const read: FailedRead = { method, block: distance.placeOf(call), divisible: isDivisible() };
      const most = isSilence(error) ? Math.min(attempts, silentRetries + 1) : attempts;
      if (attempt >= most || !mayPass(error, read)) throw afterAll(headless(error, read), attempt, Date.now() - start);
      failure = error;
    } finally {
      logger.debug(REQUEST, { method });
    }
    const delay = delayMs(failure, attempt);
    logger.debug("repeating a failed read", { method, attempt, delay, reason: reasonOf(failure) });
    await pause(delay, signal);
  }
}

/** What no archive would mend: every node should have the state of the newest blocks. */
function headless(error: unknown, { block }: FailedRead): unknown {
  if (block !== "near" || !(error instanceof RpcRequestError) || !STATELESS.test(error.details)) return error;
  const message = `${error.url} lacks the state of its newest blocks (${error.details.replace(/\s+/g, " ").slice(0, 200)})`;
  const hint = "it may be out of sync: try again, or use another endpoint";
  return new RpcError("state-missing", message, { retryable: true, hint, cause: error });
}

function isSilence(error: unknown): boolean {
  return error instanceof RpcError && (error.failure === "unreachable" || error.failure === "timeout");
}

/** Whether what was answered is that there is no such block, by a node that may be behind the one that named it. */
function mayCome(call: RpcCall, result: unknown, distance: BlockDistance): boolean {
  return result === null && call.method === "eth_getBlockByNumber" && distance.placeOf(call) === "near";
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
