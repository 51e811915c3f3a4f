import type { Address } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { Protocol } from "../../protocols/protocol.ts";

/** Contracts of this chain that the owner of the protocol's liquidator must allow: its markets, and who lends to it. */
export function allowedBy(
  { markets, fundings }: Pick<Protocol<never>, "markets" | "fundings">,
  book: ChainBook,
): { readonly markets: readonly Address[]; readonly lenders: readonly Address[] } {
  const lenders = fundings.flatMap((name) => FUNDINGS[name].lenders(book));
  return { markets: markets(book).map(({ address }) => address), lenders: [...new Set(lenders)] };
}
