import type { Address } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import type { Token } from "../../core/tokens/token.ts";
import { allowedMarkets } from "../../protocols/allowed-markets.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import { shorten } from "./format.ts";

/** What a person calls an address. */
export type NameOf = (address: Address) => string;

/** Names of the book's markets, of who vouches for others, and of tokens that were read; any other address is shortened. */
export function namesOf(book: ChainBook, tokens: readonly Pick<Token, "address" | "symbol">[]): NameOf {
  const markets = Object.values(PROTOCOLS).flatMap((protocol) => allowedMarkets(protocol, book));
  const names = new Map([
    ...tokens.map(({ address, symbol }) => [address.toLowerCase(), symbol] as const),
    ...markets.map(({ address, name }) => [address.toLowerCase(), name] as const),
  ]);
  return (address) => names.get(address.toLowerCase()) ?? shorten(address);
}
