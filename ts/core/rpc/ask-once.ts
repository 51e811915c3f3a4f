import type { Logger } from "../context.ts";
import type { RpcCall } from "./block-distance.ts";
import { callHttpRpc } from "./http-rpc.ts";
import type { InFlight } from "./in-flight.ts";

/** The debug message of every single request; whoever listens may count them. */
export const REQUEST = "request";

/** The method that takes signed bytes. */
export const SEND = "eth_sendRawTransaction";

/** An endpoint and how it is asked. */
export interface AskOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, "debug">;
  /** What may be under way at once at this endpoint, whoever asks; absent: any number. */
  readonly inFlight?: InFlight;
}

/** One request in its turn, counted whatever becomes of it: what is to be sent goes first. Throws as {@link callHttpRpc}. */
export async function askOnce(
  { url, timeoutMs, signal, logger, inFlight }: AskOptions,
  { method, params }: RpcCall,
): Promise<unknown> {
  try {
    const ask = () => callHttpRpc({ url, method, params, timeoutMs, signal });
    return await (inFlight ? inFlight.run(ask, method === SEND) : ask());
  } finally {
    logger.debug(REQUEST, { method });
  }
}
