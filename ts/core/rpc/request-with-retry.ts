import { RpcRequestError } from "viem";
import { RpcError } from "../errors/errors.ts";
import { STATELESS } from "../errors/explain.ts";
import { type AskOptions, askOnce, SEND } from "./ask-once.ts";
import { backOff } from "./back-off.ts";
import { type BlockDistance, blockDistance, type RpcCall } from "./block-distance.ts";
import { isDivisible } from "./divisible.ts";
import { type FailedRead, mayPass } from "./may-pass.ts";
import { sendRaw } from "./send-raw.ts";

export interface TransportOptions extends AskOptions {
  /** Repetitions after the first attempt. */
  readonly retries: number;
  /** Of these, the ones while nothing answers at all; absent: as many as for other failures. */
  readonly silentRetries?: number;
}

/** Calls that change something: repeating one whose answer was lost could do it twice. Signed bytes cannot, see {@link sendRaw}. */
export const WRITES = /^(eth_send|personal_|evm_|anvil_|hardhat_|debug_set)/;

/**
 * One call of one endpoint. Reads are repeated, unless their failure is known to be permanent, and signed bytes are handed over
 * until it is known what became of them: never a revert, never any other write.
 */
export async function requestWithRetry(
  options: TransportOptions,
  call: RpcCall,
  distance: BlockDistance = blockDistance(),
): Promise<unknown> {
  const { retries, silentRetries = retries, signal, logger } = options;
  const { method } = call;
  if (method === SEND) return sendRaw(options, call);
  const attempts = WRITES.test(method) ? 1 : retries + 1;
  const start = Date.now();
  for (let attempt = 1; ; attempt++) {
    let failure: unknown;
    try {
      const result = await askOnce(options, call);
      distance.learn(call, result);
      if (attempt >= attempts || !mayCome(call, result, distance)) return result;
      failure = new Error("the block is not there");
    } catch (error) {
      const read: FailedRead = { method, block: distance.placeOf(call), divisible: isDivisible() };
      const most = isSilence(error) ? Math.min(attempts, silentRetries + 1) : attempts;
      if (attempt >= most || !mayPass(error, read)) throw afterAll(headless(error, read), attempt, Date.now() - start);
      failure = error;
    }
    await backOff(failure, { what: "repeating a failed read", method, attempt, signal, logger });
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
