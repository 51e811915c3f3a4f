import type { Address } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { FUNDINGS } from "../../funding/index.ts";
import { allowedMarkets } from "../../protocols/allowed-markets.ts";
import type { AnyProtocol } from "../../protocols/protocol.ts";

/** Contracts of this chain that the owner of the protocol's liquidator must allow: every liquidator has every source of money. */
export function allowedBy(
  protocol: Pick<AnyProtocol, "markets" | "vouchers">,
  book: ChainBook,
): { readonly markets: readonly Address[]; readonly lenders: readonly Address[] } {
  const lenders = Object.values(FUNDINGS).flatMap((funding) => funding.lenders(book));
  return { markets: allowedMarkets(protocol, book).map(({ address }) => address), lenders: [...new Set(lenders)] };
}
