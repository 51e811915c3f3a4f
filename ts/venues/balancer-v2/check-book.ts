import { isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { BALANCER_V2_ADDRESSES } from "./addresses.ts";

const VAULT = parseAbi(["function WETH() view returns (address)"]);

/** The vault wraps the chain's own coin: one call. Errors as `Venue.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  const deployment = BALANCER_V2_ADDRESSES.of(book);
  if (deployment === null) return;
  const what = `Balancer's vault on ${book.name}`;
  const found = await readAddress(client, { what, address: deployment.vault, abi: VAULT, functionName: "WETH" });
  if (!isAddressEqual(found, book.wrappedNative)) {
    throw wrongBook(`${what} wraps another coin`, { found, expected: book.wrappedNative });
  }
}
