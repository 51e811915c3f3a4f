import type { Context } from "../../core/context.ts";
import type { RouteQuote } from "../../venues/venue.ts";
import { type Candidate, type QuotedCandidate, saleKey, saleRequest } from "./candidate.ts";
import { quoteRoutes } from "./quote-routes.ts";

/** What the sale of each candidate brings; candidates with the same sale share a question. */
export async function quoteCandidates(
  context: Context,
  candidates: readonly Candidate[],
  blockNumber: bigint,
): Promise<QuotedCandidate[]> {
  const requests = new Map(
    candidates.flatMap((candidate) => {
      const request = saleRequest(candidate);
      return request === null ? [] : [[saleKey(request), request] as const];
    }),
  );
  if (requests.size === 0) return candidates.map((candidate) => ({ ...candidate, sale: null }));
  const quotes = await quoteRoutes(context, [...requests.values()], blockNumber);
  const answers = new Map<string, RouteQuote>([...requests.keys()].map((key, index) => [key, quotes[index]!]));
  return candidates.map((candidate) => {
    const request = saleRequest(candidate);
    return { ...candidate, sale: request === null ? null : answers.get(saleKey(request))! };
  });
}
