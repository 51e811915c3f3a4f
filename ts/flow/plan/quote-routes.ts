import type { Context } from "../../core/context.ts";
import { VENUE_NAMES } from "../../core/names/names.ts";
import { VENUES } from "../../venues/index.ts";
import type { QuoteRequest, RouteQuote } from "../../venues/venue.ts";

/** Asks every venue for its routes, all at once. One answer a request, in order. Errors as `Venue.quote`. */
export async function quoteRoutes(
  context: Context,
  requests: readonly QuoteRequest[],
  blockNumber: bigint,
): Promise<RouteQuote[]> {
  const answers = new Map<QuoteRequest, RouteQuote>();
  const ask = async (name: (typeof VENUE_NAMES)[number]) => {
    const asked = requests.filter(({ route }) => route.venue === name);
    if (asked.length === 0) return;
    context.logger.debug("quoting", { venue: name, routes: asked.length, block: blockNumber });
    const quotes = await VENUES[name].quote(context, asked, blockNumber);
    for (const [index, request] of asked.entries()) answers.set(request, quotes[index]!);
  };
  await Promise.all(VENUE_NAMES.map(ask));
  return requests.map((request) => answers.get(request)!);
}
