import type { Context } from "../../core/context.ts";
import type { Once } from "../../core/data/once.ts";
import type { LoanAction } from "../../protocols/action.ts";
import { readUsdPrices } from "./usd-prices.ts";

/**
 * Debt assets of actions, lower case, that have no USD price because none could be read: asked again, as an assessment does not
 * tell this from a price that nobody has.
 */
export async function unreadPricesOf(
  context: Context,
  actions: readonly Pick<LoanAction, "pays">[],
  blockNumber: bigint,
  once: Once,
): Promise<ReadonlySet<string>> {
  const unpriced = actions.flatMap(({ pays }) => (pays.priceUsd === null ? [pays.token.address] : []));
  if (unpriced.length === 0) return new Set();
  const tokens = [...new Set(unpriced)].sort();
  const prices = await once(`prices ${blockNumber} ${tokens}`, () => readUsdPrices(context, tokens, blockNumber));
  // read now and not before: the plan was not made with it
  return new Set(tokens.map((token) => token.toLowerCase()).filter((token) => prices.has(token)));
}
