import type { Address } from "viem";
import type { ChainBook } from "../core/chain-book.ts";
import type { AnyProtocol } from "./protocol.ts";

/** Contracts of this chain that the owner of the protocol's liquidator must allow. */
export function allowedBy(
  protocol: Pick<AnyProtocol, "markets" | "lenders">,
  book: ChainBook,
): { readonly markets: readonly Address[]; readonly lenders: readonly Address[] } {
  return { markets: protocol.markets(book).map(({ address }) => address), lenders: protocol.lenders(book) };
}
