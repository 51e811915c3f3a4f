import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { PRICE_SOURCES } from "../../prices/index.ts";
import type { PriceSource, UsdPrices } from "../../prices/price-source.ts";
import { costOnVenues } from "./cost-on-venues.ts";

/**
 * USD prices, 8 decimals, by lower-case token address: source after source is asked for what is still missing. A token that
 * none of them prices, or whose price could not be read, is absent: an unknown price is never zero. A source that cannot be
 * asked is told in a warning and hides none of the others.
 * @param sources in the order in which they are asked
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function usdPrices(
  context: Context,
  tokens: readonly Address[],
  blockNumber: bigint,
  sources: readonly PriceSource[] = Object.values(PRICE_SOURCES),
): Promise<Map<string, bigint>> {
  const prices = new Map<string, bigint>();
  const wanted = [...new Map(tokens.map((token) => [token.toLowerCase(), token])).values()];
  const isMissing = (token: Address) => !prices.has(token.toLowerCase());
  for (const [index, source] of sources.entries()) {
    const missing = wanted.filter(isMissing);
    if (missing.length === 0) break;
    const earlier = async (others: readonly Address[]): Promise<UsdPrices> =>
      new Map([
        ...prices,
        ...(await usdPrices(context, others.filter(isMissing), blockNumber, sources.slice(0, index))),
      ]);
    try {
      const question = { tokens: missing, blockNumber, earlier, costs: costOnVenues(context, blockNumber) };
      const found = await source.read(context, question);
      for (const token of missing) {
        const price = found.get(token.toLowerCase()) ?? 0n;
        if (price > 0n) prices.set(token.toLowerCase(), price);
      }
    } catch (error) {
      if (context.signal.aborted) throw new InterruptedError();
      context.logger.warn(`the price source ${source.name} could not be asked`, { reason: describeReadError(error) });
    }
  }
  return prices;
}
