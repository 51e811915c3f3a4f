import { isAddressEqual, type PublicClient, parseAbi, zeroAddress } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { UNISWAP_V3_ADDRESSES } from "./addresses.ts";
import { poolAddress } from "./pool-address.ts";

const FACTORY = parseAbi(["function getPool(address, address, uint24) view returns (address)"]);

/** A pool of the factory is where the init-code hash puts it: one call. Errors as `Venue.checkBook`. */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  const uniswap = UNISWAP_V3_ADDRESSES.of(book);
  if (uniswap === null) return;
  const [first, second] = book.routeTokens;
  const fee = uniswap.feeTiers.includes(500) ? 500 : uniswap.feeTiers[0];
  if (!first || !second || fee === undefined) return;
  const what = `the Uniswap V3 factory on ${book.name}`;
  const args = [first, second, fee] as const;
  const pool = await readAddress(client, {
    what,
    address: uniswap.factory,
    abi: FACTORY,
    functionName: "getPool",
    args,
  });
  if (isAddressEqual(pool, zeroAddress)) return;
  const computed = poolAddress(uniswap, first, second, fee);
  if (!isAddressEqual(pool, computed))
    throw wrongBook(`the pools of ${what} have another init-code hash`, { pool, computed });
}
