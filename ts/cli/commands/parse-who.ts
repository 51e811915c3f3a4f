import { UsageError } from "../../core/errors/errors.ts";
import type { Who } from "../../flow/govern/resolve-wishes.ts";
import { parseAccount } from "./parse-account.ts";

/**
 * Somebody by the name that the address book has, with the protocol in front where two have it, or by address.
 * @param what names the value in the error
 * @throws UsageError
 */
export function parseWho(text: string, what: string): Who {
  const word = text.trim();
  if (/^([a-z][a-z0-9.-]{0,30}:)?[a-z][a-z0-9.-]{0,30}$/i.test(word)) return { name: word.toLowerCase() };
  if (/^0x/i.test(word)) return { address: parseAccount(word, what) };
  throw new UsageError(`${what} must be a name of the address book or an address, not ${JSON.stringify(text)}`);
}
