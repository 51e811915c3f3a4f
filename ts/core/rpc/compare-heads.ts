import type { Logger } from "../context.ts";
import { askOnce } from "./ask-once.ts";
import type { Endpoint, EndpointOptions } from "./endpoint.ts";

/** Between two comparisons, milliseconds. */
const PAUSE_MS = 10_000;
/** How long an endpoint may take to say where it is, milliseconds: whoever is slower is not judged. */
const LONGEST_MS = 2_000;

export interface CompareOptions extends EndpointOptions {
  /** Further behind the newest block of the others an endpoint is not asked. */
  readonly lagBlocks: bigint;
  readonly logger: Pick<Logger, "debug" | "warn">;
}

/** Now and then asks several endpoints at once where they are, and marks those that are behind: told once each time. */
export function headComparison(
  endpoints: readonly Endpoint[],
  { lagBlocks, logger, signal, timeoutMs }: CompareOptions,
): () => Promise<void> {
  let next = 0;
  let newest = 0n;
  let underWay: Promise<void> | null = null;
  const compare = async () => {
    const answering = endpoints.filter(({ awayUntil, isChecked }) => isChecked && awayUntil <= Date.now());
    const heads = await Promise.all(
      answering.map(async (endpoint) => {
        const limits = { ...endpoint, signal, logger, timeoutMs: Math.min(timeoutMs, LONGEST_MS) };
        const head = await askOnce(limits, { method: "eth_blockNumber" }).catch(() => null);
        return head === null ? [] : [{ endpoint, head: BigInt(head as string) }];
      }),
    );
    const known = heads.flat().sort((a, b) => (a.head > b.head ? -1 : 1));
    const [best] = known;
    if (best === undefined) return;
    // one alone has only its own past to be compared with
    newest = known.length > 1 || best.head > newest ? best.head : newest;
    for (const { endpoint, head } of known) {
      const behind = newest - head;
      const isLagging = behind > lagBlocks;
      if (isLagging && !endpoint.isLagging) {
        logger.warn(
          `${endpoint.name} is ${behind} blocks behind ${best.endpoint.name}: it is not asked until it has caught up`,
        );
      }
      if (!isLagging && endpoint.isLagging) logger.debug("an endpoint has caught up", { endpoint: endpoint.name });
      endpoint.isLagging = isLagging;
    }
  };
  return async () => {
    if (endpoints.length < 2) return;
    if (underWay === null && Date.now() >= next) {
      underWay = compare().finally(() => {
        next = Date.now() + PAUSE_MS;
        underWay = null;
      });
    }
    await underWay;
  };
}
