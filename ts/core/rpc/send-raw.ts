import { type Hex, isHex, keccak256 } from "viem";
import { causeChain } from "../errors/explain.ts";
import { type AskOptions, askOnce, SEND } from "./ask-once.ts";
import { backOff } from "./back-off.ts";
import type { RpcCall } from "./block-distance.ts";
import { verdictOf } from "./verdict-of.ts";

export interface SendOptions extends AskOptions {
  /** Repetitions after the first attempt. */
  readonly retries: number;
}

/** Failures of a sending before whose last attempt another one may have arrived, whatever the last was told. */
const arrivals = new WeakSet<object>();

/** The failure, from now on true of {@link mayHaveArrived}. */
export function havingArrived<Failure>(error: Failure): Failure {
  if (typeof error === "object" && error !== null) arrivals.add(error);
  return error;
}

/** Whether bytes that were not taken in the end may be on their way all the same: an earlier attempt ended without an answer. */
export function mayHaveArrived(error: unknown): boolean {
  return causeChain(error).some((cause) => typeof cause === "object" && cause !== null && arrivals.has(cause));
}

/**
 * Hands signed bytes to one endpoint, and the same bytes again while it is busy, away or says nothing: a chain takes them
 * once however often they come. What is said of them after an attempt without an answer proves nothing, as that attempt may
 * have been the reason: then the node is asked for the transaction by its hash.
 * @returns the hash when they were taken, now or before
 * @throws viem's RpcRequestError for a refusal, RpcError when it could not be asked, both true of {@link mayHaveArrived} after
 * an attempt without an answer; InterruptedError.
 */
export async function sendRaw(options: SendOptions, call: RpcCall): Promise<unknown> {
  const { retries, signal, logger } = options;
  const hash = hashOf(call);
  let isUnclear = false;
  for (let attempt = 1; ; attempt++) {
    try {
      return await askOnce(options, call);
    } catch (error) {
      const verdict = verdictOf(error);
      if (hash === null) throw error;
      if (verdict === "taken") return hash;
      isUnclear ||= verdict === "unclear";
      if (verdict === "refused" || attempt > retries) {
        if (!isUnclear) throw error;
        if (await isThere(options, hash)) return hash;
        throw havingArrived(error);
      }
      await backOff(error, { what: "sending the same bytes again", method: SEND, attempt, signal, logger });
    }
  }
}

/** Null for what is no transaction. */
function hashOf({ params }: RpcCall): Hex | null {
  const [raw] = Array.isArray(params) ? params : [];
  return isHex(raw) && raw.length > 2 ? keccak256(raw) : null;
}

/** False as well when it cannot be asked: that proves nothing. */
async function isThere(options: AskOptions, hash: Hex): Promise<boolean> {
  return askOnce(options, { method: "eth_getTransactionByHash", params: [hash] }).then(
    (transaction) => transaction !== null,
    () => false,
  );
}
