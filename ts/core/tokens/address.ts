import { type Address, getAddress, isAddress } from "viem";
import { UsageError } from "../errors/errors.ts";

/**
 * A checksummed address from user input: lower case, upper case, or with a correct checksum.
 * @param what names the value in the error, e.g. "<user>"
 * @throws UsageError when it is not 20 bytes, or mixed case with a wrong checksum: a typo until shown otherwise.
 */
export function parseAddress(text: string, what: string): Address {
  const trimmed = text.trim();
  if (!/^0x[0-9a-fA-F]{40}$/.test(trimmed)) {
    throw new UsageError(`${what} must be an address of 0x and 40 hexadecimal digits, not ${JSON.stringify(text)}`, {
      hint: /^[0-9a-fA-F]{40}$/.test(trimmed) ? "put 0x in front of it" : undefined,
    });
  }
  const digits = trimmed.slice(2);
  const mixedCase = digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
  if (mixedCase && !isAddress(trimmed)) {
    throw new UsageError(`${what} has a wrong checksum: ${trimmed}`, {
      hint: "check it for a typo, or write it in lower case to skip the check",
    });
  }
  return getAddress(trimmed.toLowerCase());
}
