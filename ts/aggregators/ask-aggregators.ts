import type { Aggregator, AggregatorQuote, AggregatorRequest } from "./aggregator.ts";

/**
 * All at once: one answer each, in order, as late as their time-out and no later. For the exact sale of a plan that on-chain pools already
 * carry: whatever comes of it, there is a plan.
 * @throws InterruptedError when the signal is aborted
 */
export function askAggregators(
  aggregators: readonly Aggregator[],
  request: AggregatorRequest,
  signal: AbortSignal,
): Promise<readonly AggregatorQuote[]> {
  return Promise.all(aggregators.map((aggregator) => aggregator.quote(request, signal)));
}
