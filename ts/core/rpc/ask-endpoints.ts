import type { Logger } from "../context.ts";
import { RpcError } from "../errors/errors.ts";
import { SEND } from "./ask-once.ts";
import { asksForHead, type RpcCall } from "./block-distance.ts";
import { type CompareOptions, headComparison } from "./compare-heads.ts";
import { type Endpoint, leave } from "./endpoint.ts";
import { fallsOver, isAway } from "./falls-over.ts";
import { requestWithRetry, WRITES } from "./request-with-retry.ts";
import { sendToAll, sendToFirst } from "./send-to.ts";
import { toldBlocks } from "./told-blocks.ts";

export interface SeveralOptions extends CompareOptions {
  /** Best first, at least one. */
  readonly reads: readonly Endpoint[];
  /** Empty: whoever is read from. */
  readonly sends: readonly Endpoint[];
  /** Repetitions after the first attempt, at each of them. */
  readonly retries: number;
  /** Makes sure that an endpoint serves the chain. Throws ChainMismatchError, RpcError. */
  readonly check: (endpoint: Endpoint) => Promise<void>;
  readonly logger: Pick<Logger, "debug" | "warn">;
}

export type Ask = (call: RpcCall) => Promise<unknown>;

/**
 * Asks the first of several endpoints that can be asked. One that fails, after its own repetitions or at once when it says nothing,
 * gives way to the next and comes last for a while; one that is behind the others is left out while it is. A call on a block
 * that another endpoint has named is only made where the same block is: the next one is asked, and two chains are never mixed.
 * Signed bytes go to every endpoint for sending at once, without any to whoever is read from.
 */
export function askEndpoints(options: SeveralOptions): Ask {
  const { reads, sends, signal, timeoutMs, retries, logger, check } = options;
  const blocks = toldBlocks();
  const compareHeads = headComparison(reads, options);
  const limitsOf = ({ url, inFlight }: Endpoint) => ({
    ...{ url, timeoutMs, retries, signal, logger },
    ...(inFlight && { inFlight }),
  });
  const read = async (endpoint: Endpoint, call: RpcCall, isLast: boolean) => {
    const limits = { ...limitsOf(endpoint), ...(!isLast && { silentRetries: 0 }) };
    const ask = (one: RpcCall) => requestWithRetry(limits, one, endpoint.distance);
    if (!endpoint.isChecked) await check(endpoint);
    if (reads.length > 1) await blocks.require(endpoint, call, ask);
    const result = await ask(call);
    blocks.learn(endpoint, call, result);
    return result;
  };
  return async (call) => {
    if (call.method === SEND) {
      const limits = (sends.length > 0 ? sends : inOrder(reads)).map(limitsOf);
      return sends.length > 0 ? sendToAll(limits, call) : sendToFirst(limits, call);
    }
    if (asksForHead(call)) await compareHeads();
    const order = inOrder(reads);
    let failure: unknown;
    let isNone = false;
    for (const [index, endpoint] of order.entries()) {
      const isLast = index === order.length - 1;
      try {
        const result = await read(endpoint, call, isLast);
        endpoint.awayUntil = 0;
        // the next may know a block that this one does not
        isNone ||= result === null;
        if (isLast || result !== null || call.method !== "eth_getBlockByNumber") return result;
      } catch (error) {
        // several say more than the last of them
        failure ??= error;
        if (isAway(error) && reads.length > 1) giveWay(endpoint, error, order[index + 1], logger);
        if (isLast && isNone) return null;
        if (isLast || !fallsOver(error) || WRITES.test(call.method)) throw failure;
      }
    }
    throw failure;
  };
}

/** Those that answer, then those that did not lately. One that is behind is none, unless there is no other. */
function inOrder(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const current = endpoints.filter(({ isLagging }) => !isLagging);
  const now = Date.now();
  return [...(current.length > 0 ? current : endpoints)].sort(
    (a, b) => Number(a.awayUntil > now) - Number(b.awayUntil > now) || endpoints.indexOf(a) - endpoints.indexOf(b),
  );
}

/** Told when it begins, and not again while it goes on. */
function giveWay(
  endpoint: Endpoint,
  error: unknown,
  next: Endpoint | undefined,
  logger: SeveralOptions["logger"],
): void {
  if (!leave(endpoint) || next === undefined) return;
  const reason = error instanceof RpcError ? error.message : String(error);
  logger.warn(`${endpoint.name} gives way to ${next.name} for a while`, { reason });
}
