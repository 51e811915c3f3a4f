import type { Address } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { PRICE_SOURCES } from "../../prices/index.ts";
import type { PriceSource, UsdPrices } from "../../prices/price-source.ts";
import { costOnVenues } from "./cost-on-venues.ts";

/**
 * The prices of {@link readUsdPrices} that are known: a token that nobody prices, or whose price could not be read, is absent.
 * Throws as that.
 */
export async function usdPrices(...question: Parameters<typeof readUsdPrices>): Promise<Map<string, bigint>> {
  const read = await readUsdPrices(...question);
  return new Map([...read].flatMap(([token, price]) => (price === null ? [] : [[token, price] as const])));
}

/**
 * USD prices, 8 decimals, by lower-case token address: source after source is asked for what is still missing. A token that
 * none of them prices is absent: an unknown price is never zero. Null where a source could not be asked and no other has a
 * price. A source that cannot be asked is told in a warning and hides none of the others.
 * @param sources in the order in which they are asked
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readUsdPrices(
  context: Context,
  tokens: readonly Address[],
  blockNumber: bigint,
  sources: readonly PriceSource[] = Object.values(PRICE_SOURCES),
): Promise<Map<string, bigint | null>> {
  const prices = new Map<string, bigint | null>();
  const wanted = [...new Map(tokens.map((token) => [token.toLowerCase(), token])).values()];
  const isMissing = (token: Address) => (prices.get(token.toLowerCase()) ?? null) === null;
  for (const [index, source] of sources.entries()) {
    const missing = wanted.filter(isMissing);
    if (missing.length === 0) break;
    const earlier = async (others: readonly Address[]): Promise<UsdPrices> =>
      new Map([
        ...prices,
        ...(await readUsdPrices(context, others.filter(isMissing), blockNumber, sources.slice(0, index))),
      ]);
    try {
      const question = { tokens: missing, blockNumber, earlier, costs: costOnVenues(context, blockNumber) };
      const found = await source.read(context, question);
      for (const token of missing) {
        const price = found.get(token.toLowerCase()) ?? null;
        if (price !== null && price > 0n) prices.set(token.toLowerCase(), price);
        else if (found.get(token.toLowerCase()) === null) prices.set(token.toLowerCase(), null);
      }
    } catch (error) {
      if (context.signal.aborted) throw new InterruptedError();
      for (const token of missing) prices.set(token.toLowerCase(), null);
      context.logger.warn(`the price source ${source.name} could not be asked`, { reason: describeReadError(error) });
    }
  }
  return prices;
}
