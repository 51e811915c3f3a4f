import { type Address, isAddressEqual } from "viem";
import { UsageError } from "../errors/errors.ts";
import { nearest } from "../names/nearest.ts";
import { parseAddress } from "./address.ts";
import type { Token } from "./token.ts";

/** A token as the user names it. */
export type TokenChoice = { readonly address: Address } | { readonly symbol: string };

/** @throws UsageError for a malformed address or an empty name; whether the token exists is found out later. */
export function parseTokenChoice(text: string, what: string): TokenChoice {
  const word = text.trim();
  if (/^0x/i.test(word)) return { address: parseAddress(word, what) };
  if (word === "" || word.length > 32) {
    throw new UsageError(`${what} must be a token's symbol or address, not ${JSON.stringify(text)}`);
  }
  return { symbol: word };
}

/**
 * The one token that the user means.
 * @throws UsageError when none matches, or when several share the symbol: then only an address says which.
 */
export function chooseToken(choice: TokenChoice, tokens: readonly Token[], what: string): Token {
  if ("address" in choice) {
    const found = tokens.find((token) => isAddressEqual(token.address, choice.address));
    if (found) return found;
    throw new UsageError(`${what} ${choice.address} is none of ${list(tokens)}`);
  }
  const wanted = choice.symbol.toLowerCase();
  const matches = tokens.filter((token) => token.symbol.toLowerCase() === wanted);
  if (matches.length > 1) {
    throw new UsageError(`${what} ${choice.symbol} is the symbol of ${matches.length} tokens`, {
      hint: `give the address: ${matches.map((token) => token.address).join(" or ")}`,
    });
  }
  if (matches[0]) return matches[0];
  const guess = nearest(
    wanted,
    tokens.map((token) => token.symbol.toLowerCase()),
  );
  const meant = tokens.find((token) => token.symbol.toLowerCase() === guess);
  throw new UsageError(`${what} ${choice.symbol} is none of ${list(tokens)}`, {
    hint: meant ? `did you mean ${meant.symbol}?` : undefined,
  });
}

function list(tokens: readonly Token[]): string {
  return tokens.length === 0 ? "this account's tokens: it has none" : tokens.map((token) => token.symbol).join(", ");
}
