import { endpointName } from "../errors/redact.ts";
import type { AskOptions } from "./ask-once.ts";
import { type BlockDistance, blockDistance } from "./block-distance.ts";
import { type InFlight, inFlight } from "./in-flight.ts";

/** One of several endpoints, and what is known of it. */
export interface Endpoint {
  readonly url: string;
  /** Protocol and host alone, which is what may be shown. */
  readonly name: string;
  readonly distance: BlockDistance;
  readonly inFlight: InFlight | undefined;
  /** Until when it is asked only after all others, milliseconds since 1970; 0 once it answers again. */
  awayUntil: number;
  /** Behind the others: not asked about anything until it has caught up. */
  isLagging: boolean;
  /** Whether it has said that it serves the chain; one that could not be asked says it before it is used. */
  isChecked: boolean;
  /** Blocks that others named and that it has as well. */
  readonly shared: Set<bigint>;
}

export interface EndpointOptions extends Omit<AskOptions, "url" | "inFlight"> {
  /** What may be under way at once at each of them; absent: any number. */
  readonly concurrency?: number;
}

/** How long an endpoint that failed is asked only after all others, milliseconds. */
const AWAY_MS = 30_000;

/**
 * Takes note that an endpoint failed.
 * @returns whether it did not before
 */
export function leave(endpoint: Endpoint): boolean {
  const isNew = endpoint.awayUntil === 0;
  endpoint.awayUntil = Date.now() + AWAY_MS;
  return isNew;
}

/** Endpoints by their URLs; the same URL is the same endpoint. */
export function endpointsOf({ concurrency }: EndpointOptions): (urls: readonly string[]) => readonly Endpoint[] {
  const known = new Map<string, Endpoint>();
  const made = (url: string): Endpoint => {
    const endpoint = known.get(url) ?? {
      url,
      name: endpointName(url),
      distance: blockDistance(),
      inFlight: concurrency === undefined ? undefined : inFlight(concurrency),
      awayUntil: 0,
      isLagging: false,
      isChecked: false,
      shared: new Set<bigint>(),
    };
    known.set(url, endpoint);
    return endpoint;
  };
  return (urls) => [...new Set(urls)].map(made);
}
