import type { Context } from "../../core/context.ts";
import { onceAt } from "../../core/data/once-at.ts";
import { RpcError } from "../../core/errors/errors.ts";
import { min } from "../../core/math/math.ts";
import type { CostOnVenues } from "../../prices/price-source.ts";
import { costAlong } from "../../routing/cost-along.ts";
import { poolBookAt } from "./pool-book-at.ts";

/**
 * What the venues want for exact amounts, by the best of all their paths. Stands in the flow because adapters do not import
 * each other.
 */
export function costOnVenues(context: Context, blockNumber: bigint): CostOnVenues {
  return async (tokenIn, tokenOut, amountsOut) => {
    const book = await poolBookAt(context, blockNumber, onceAt(context.client, blockNumber));
    const trade = { tokenIn, tokenOut };
    await book.read([trade]);
    // the least of some is not the least
    const [unasked] = book.unasked();
    if (unasked) throw new RpcError("node-error", unasked.message, { retryable: true });
    const paths = book.paths(trade);
    return amountsOut.map((amount) => {
      const costs = paths.flatMap((path) => costAlong(path, amount) ?? []);
      return costs.length === 0 ? null : costs.reduce(min);
    });
  };
}
