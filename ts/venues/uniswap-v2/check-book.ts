import { isAddressEqual, type PublicClient, parseAbi, zeroAddress } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V2_ADDRESSES } from "./addresses.ts";
import { pairAddress } from "./pair-address.ts";

const FACTORY = parseAbi(["function getPair(address, address) view returns (address)"]);

/** A pair of each factory is where the init-code hash puts it: one call a deployment. Errors as `Venue.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  const [first, second] = book.routeTokens;
  if (!first || !second) return;
  for (const deployment of UNISWAP_V2_ADDRESSES.of(book)) {
    const what = `the factory of ${deployment.name} on ${book.name}`;
    const question = { what, address: deployment.factory, abi: FACTORY, functionName: "getPair" };
    const pair = await readAddress(client, { ...question, args: [first, second] });
    if (isAddressEqual(pair, zeroAddress)) continue;
    const computed = pairAddress(deployment, first, second);
    if (!isAddressEqual(pair, computed))
      throw wrongBook(`the pairs of ${what} have another init-code hash`, { pair, computed });
  }
}
