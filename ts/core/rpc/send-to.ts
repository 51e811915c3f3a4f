import { RpcRequestError } from "viem";
import { InterruptedError } from "../errors/errors.ts";
import type { RpcCall } from "./block-distance.ts";
import { havingArrived, mayHaveArrived, type SendOptions, sendRaw } from "./send-raw.ts";
import { verdictOf } from "./verdict-of.ts";

/**
 * Hands signed bytes to all of several endpoints at once: taken when one of them has taken them.
 * @throws what the most telling of them throws, true of `mayHaveArrived` when any of them may have them
 */
export async function sendToAll(endpoints: readonly SendOptions[], call: RpcCall): Promise<unknown> {
  try {
    return await Promise.any(endpoints.map((endpoint) => sendRaw(endpoint, call)));
  } catch (error) {
    throw worst(error instanceof AggregateError ? error.errors : [error]);
  }
}

/** Hands signed bytes to the first of several endpoints, and to the next when it could not be asked. Throws as {@link sendToAll}. */
export async function sendToFirst(endpoints: readonly SendOptions[], call: RpcCall): Promise<unknown> {
  const failures: unknown[] = [];
  for (const endpoint of endpoints) {
    try {
      return await sendRaw(endpoint, call);
    } catch (error) {
      failures.push(error);
      // a node's no is meant for the transaction
      const isRefusal = error instanceof RpcRequestError && verdictOf(error) === "refused";
      if (isRefusal || error instanceof InterruptedError) break;
    }
  }
  throw worst(failures);
}

/** What may have arrived anywhere is not known; else a node's own words say more than a failure to ask. */
function worst(failures: readonly unknown[]): unknown {
  const telling = failures.find((one) => one instanceof RpcRequestError) ?? failures[0];
  return failures.some(mayHaveArrived) ? havingArrived(telling) : telling;
}
