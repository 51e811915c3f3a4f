import type { Context } from "../../core/context.ts";
import { RpcError } from "../../core/errors/errors.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import { min } from "../../core/math/math.ts";
import type { CostOnVenues } from "../../prices/price-source.ts";
import { VENUES } from "../../venues/index.ts";
import { quoteRoutes } from "./quote-routes.ts";

/**
 * What the venues want for exact amounts, by the best of all their routes. Stands in the flow because adapters do not import
 * each other.
 */
export function costOnVenues(context: Context, blockNumber: bigint): CostOnVenues {
  return async (tokenIn, tokenOut, amountsOut) => {
    const found = Object.values(VENUES).map((venue) => venue.routes(context, tokenIn, tokenOut, blockNumber));
    const routes = (await Promise.all(found)).flat();
    const requests = amountsOut.flatMap((amount) =>
      routes.map((route) => ({ route, kind: "exact-output" as const, amount })),
    );
    const answers = requests.length === 0 ? [] : await quoteRoutes(context, requests, blockNumber);
    return amountsOut.map((_, index) => {
      const ofAmount = answers.slice(index * routes.length, (index + 1) * routes.length);
      // the least of some is not the least
      const unasked = ofAmount.find((answer) => !answer.ok && isUnasked(answer.reason));
      if (unasked && !unasked.ok) throw new RpcError("node-error", unasked.reason.message, { retryable: true });
      const costs = ofAmount.flatMap((answer) => (answer.ok ? [answer.amount] : []));
      return costs.length === 0 ? null : costs.reduce(min);
    });
  };
}
