import type { Logger } from "../context.ts";
import type { RpcCall } from "./block-distance.ts";
import { callHttpRpc } from "./http-rpc.ts";

/** The debug message of every single request; whoever listens may count them. */
export const REQUEST = "request";

/** An endpoint and how it is asked. */
export interface AskOptions {
  readonly url: string;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly logger: Pick<Logger, "debug">;
}

/** One request, counted whatever becomes of it. Throws as {@link callHttpRpc}. */
export async function askOnce(
  { url, timeoutMs, signal, logger }: AskOptions,
  { method, params }: RpcCall,
): Promise<unknown> {
  try {
    return await callHttpRpc({ url, method, params, timeoutMs, signal });
  } finally {
    logger.debug(REQUEST, { method });
  }
}
