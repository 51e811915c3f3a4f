import type { Address } from "viem";
import { parseAddress } from "./address.ts";

/** How an address begins and ends, in lower case, as narrow tables show it. */
export interface AddressEnds {
  readonly start: string;
  readonly end: string;
}

/** An address, or its ends. */
export type AddressChoice = Address | AddressEnds;

/**
 * An address from user input, in full or as tables show it: `0x7099…79C8`, with three dots as well.
 * @throws UsageError as {@link parseAddress}
 */
export function parseAddressChoice(text: string, what: string): AddressChoice {
  const [, start, end] = /^(0x[0-9a-f]{4,36})(?:…|\.{2,3})([0-9a-f]{4,36})$/i.exec(text.trim()) ?? [];
  if (start === undefined || end === undefined) return parseAddress(text, what);
  return { start: start.toLowerCase(), end: end.toLowerCase() };
}

/** As the user wrote it. */
export function addressChoiceText(choice: AddressChoice): string {
  return typeof choice === "string" ? choice : `${choice.start}…${choice.end}`;
}
