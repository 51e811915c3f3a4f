import type { ChainBook } from "../core/chain-book.ts";
import type { AnyProtocol, NamedContract } from "./protocol.ts";

/** What the owner of a protocol's liquidator must allow as market: the markets, and who vouches for what is on no list. */
export function allowedMarkets(
  { markets, vouchers }: Pick<AnyProtocol, "markets" | "vouchers">,
  book: ChainBook,
): readonly NamedContract[] {
  return [...markets(book), ...(vouchers?.(book) ?? [])];
}
