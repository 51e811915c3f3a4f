import { type Address, isAddressEqual, zeroAddress } from "viem";
import { UsageError } from "../../core/errors/errors.ts";
import { parseAddress } from "../../core/tokens/address.ts";

/**
 * An address that stands for somebody.
 * @param what names the value in the error, e.g. "--owner"
 * @throws UsageError as {@link parseAddress}, and for the zero address.
 */
export function parseAccount(text: string, what: string): Address {
  const address = parseAddress(text, what);
  if (isAddressEqual(address, zeroAddress)) throw new UsageError(`${what} must not be the zero address`);
  return address;
}
