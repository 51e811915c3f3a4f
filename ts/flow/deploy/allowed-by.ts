import type { Address } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { LiquidatorName } from "../../core/names/names.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { allowedMarkets } from "../../protocols/allowed-markets.ts";
import { servedBy } from "../../protocols/contracts-of.ts";

/**
 * Contracts of this chain that the owner of the liquidator must allow: the markets of every protocol that it serves, whoever
 * vouches for others there, and every source of money, which each of them has.
 */
export function allowedBy(
  contract: LiquidatorName,
  book: ChainBook,
): { readonly markets: readonly Address[]; readonly lenders: readonly Address[] } {
  const markets = servedBy(contract).flatMap((protocol) =>
    allowedMarkets(protocol, book).map(({ address }) => address),
  );
  const lenders = Object.values(FUNDINGS).flatMap((funding) => funding.lenders(book));
  return { markets: [...new Set(markets)], lenders: [...new Set(lenders)] };
}
