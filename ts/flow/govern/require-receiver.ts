import { type Address, isAddressEqual } from "viem";
import type { ChainBook } from "../../core/chain-book.ts";
import { RefusedError } from "../../core/errors/errors.ts";
import { sellerAddress } from "../deploy/seller-address.ts";

/**
 * Refuses a receiver of profits who would not have them: what comes to a seller is for anybody to take, and what comes to the
 * wrapped native token stays there for ever. The contract refuses both as well, but knows no seller other than its own.
 * @param seller of the liquidator, or the one that it shall have; zero: none
 * @throws RefusedError
 */
export function requireReceiver(
  receiver: Address,
  { seller, book }: { readonly seller: Address; readonly book: Pick<ChainBook, "wrappedNative"> },
): void {
  const refused = (what: string) =>
    new RefusedError(`the receiver ${receiver} is ${what}`, {
      code: "receiver-invalid",
      hint: "name an account that can send on what it receives",
    });
  if ([seller, sellerAddress()].some((one) => isAddressEqual(one, receiver))) {
    throw refused("a seller, and what comes there is for anybody to take");
  }
  if (isAddressEqual(book.wrappedNative, receiver)) {
    throw refused("the wrapped native token, and what comes there is lost");
  }
}
