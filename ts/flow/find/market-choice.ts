import { type Address, type Hex, isAddressEqual } from "viem";

/** A market as the user names it: a contract by name or address, a market in a contract by id. */
export type MarketChoice = { readonly name: string } | { readonly address: Address } | { readonly id: Hex };

/** Whether a contract of the book is the one that the user names by its name or address. */
export function isMarket(
  { name, address }: { readonly name: string; readonly address: Address },
  choice: Exclude<MarketChoice, { readonly id: Hex }>,
): boolean {
  return "address" in choice ? isAddressEqual(address, choice.address) : name.toLowerCase() === choice.name;
}
