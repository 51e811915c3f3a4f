import { isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { CURVE_ADDRESSES } from "./addresses.ts";

const POOL = parseAbi(["function coins(uint256) view returns (address)"]);

/** Every pool has the coins of the book, in its order: a call each. Errors as `Venue.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  for (const { name, pool, coins } of CURVE_ADDRESSES.of(book)) {
    const what = `Curve's ${name} on ${book.name}`;
    for (const [place, coin] of coins.entries()) {
      const args = [BigInt(place)];
      const found = await readAddress(client, { what, address: pool, abi: POOL, functionName: "coins", args });
      if (!isAddressEqual(found, coin)) throw wrongBook(`${what} has other coins`, { found, expected: coin });
    }
  }
}
