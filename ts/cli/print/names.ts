import type { Address } from "viem";
import type { ChainBook } from "../../chains/chain-book.ts";
import type { Token } from "../../core/token.ts";
import { shorten } from "./format.ts";

/** What a person calls an address. */
export type NameOf = (address: Address) => string;

/** Names of the book's markets and of tokens that were read; any other address is shortened. */
export function namesOf(book: Pick<ChainBook, "aaveV3">, tokens: readonly Pick<Token, "address" | "symbol">[]): NameOf {
  const names = new Map([
    ...tokens.map(({ address, symbol }) => [address.toLowerCase(), symbol] as const),
    ...book.aaveV3.map(({ pool, name }) => [pool.toLowerCase(), name] as const),
  ]);
  return (address) => names.get(address.toLowerCase()) ?? shorten(address);
}
