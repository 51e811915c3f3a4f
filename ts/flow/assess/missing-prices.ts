import type { Context } from "../../core/context.ts";
import type { AnyProtocol, MarketReads } from "../../protocols/protocol.ts";
import { usdPrices } from "../plan/usd-prices.ts";

/**
 * USD prices that the protocol wants for these markets and that are not known yet, by lower-case token address. A token that
 * nobody prices is absent.
 * @throws InterruptedError
 */
export async function missingPrices(
  context: Context,
  protocol: AnyProtocol,
  markets: MarketReads<unknown>,
  known: ReadonlyMap<string, bigint>,
  blockNumber: bigint,
): Promise<ReadonlyMap<string, bigint>> {
  const wanted = [...markets.values()].flatMap((market) => (market.ok ? protocol.pricedTokens(market.state) : []));
  const missing = [...new Set(wanted)].filter((token) => !known.has(token.toLowerCase()));
  return missing.length === 0 ? new Map() : usdPrices(context, missing, blockNumber);
}
