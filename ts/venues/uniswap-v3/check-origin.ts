import { isAddressEqual, type PublicClient, parseAbi, zeroAddress } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { poolAddress } from "./pool-address.ts";
import type { PoolOrigin } from "./pool-origin.ts";

const FACTORY = parseAbi(["function getPool(address, address, uint24) view returns (address)"]);

/**
 * A pool of the factory is where the init-code hash puts it: one call, none where pools are not computed. Errors as `Venue.checkBook`.
 * @param title of who made them, for people
 */
export async function checkOrigin(
  client: Pick<PublicClient, "readContract">,
  book: ChainBook,
  { title, factory, deployer, poolInitCodeHash, tiers }: PoolOrigin,
): Promise<void> {
  const [first, second] = book.routeTokens;
  const fee = tiers.includes(500) ? 500 : tiers[0];
  if (!first || !second || fee === undefined || deployer === null || poolInitCodeHash === null) return;
  const what = `the ${title} factory on ${book.name}`;
  const args = [first, second, fee] as const;
  const pool = await readAddress(client, { what, address: factory, abi: FACTORY, functionName: "getPool", args });
  if (isAddressEqual(pool, zeroAddress)) return;
  const computed = poolAddress({ factory: deployer, poolInitCodeHash }, first, second, fee);
  if (!isAddressEqual(pool, computed))
    throw wrongBook(`the pools of ${what} have another init-code hash`, { pool, computed });
}
