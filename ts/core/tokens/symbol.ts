import type { Address } from "viem";

/** Longest symbol that is shown, characters. */
const LONGEST = 24;

/**
 * A token's symbol as it can be printed. Whoever deploys a token chooses its symbol, so control, invisible and
 * direction-changing characters are dropped; without any left the address stands in, shortened.
 * @param raw bytes that the token answered: UTF-8, or anything else
 */
export function printableSymbol(raw: Uint8Array, token: Address): string {
  const text = new TextDecoder("utf-8")
    .decode(raw)
    .replace(/\s+/gu, " ")
    .replace(/[\p{C}\p{Zl}\p{Zp}\uFFFD]/gu, "")
    .trim();
  const symbol = Array.from(text).slice(0, LONGEST).join("");
  return symbol === "" ? `${token.slice(0, 6)}…${token.slice(-4)}` : symbol;
}
