import { type Address, isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { explainFailure } from "../../core/errors/explain.ts";
import { saidByChain } from "../../core/errors/said-by-chain.ts";
import { CURVE_ADDRESSES } from "./addresses.ts";

const POOL = parseAbi(["function coins(uint256) view returns (address)", "function gamma() view returns (uint256)"]);

/**
 * Every pool has the coins of the book, in its order, and they are worth the same: a call a coin, and one. A pool for others is computed by
 * another rule, which is not known here. Errors as `Venue.checkBook`.
 */
export async function checkBook(client: Pick<PublicClient, "readContract">, book: ChainBook): Promise<void> {
  for (const { name, pool, coins } of CURVE_ADDRESSES.of(book)) {
    const what = `Curve's ${name} on ${book.name}`;
    for (const [place, coin] of coins.entries()) {
      const args = [BigInt(place)];
      const found = await readAddress(client, { what, address: pool, abi: POOL, functionName: "coins", args });
      if (!isAddressEqual(found, coin)) throw wrongBook(`${what} has other coins`, { found, expected: coin });
    }
    if (await hasGamma(client, pool)) {
      throw wrongBook(`${what} is for coins that are not worth the same, and cannot be computed`, { pool });
    }
  }
}

async function hasGamma(client: Pick<PublicClient, "readContract">, address: Address): Promise<boolean> {
  try {
    await client.readContract({ address, abi: POOL, functionName: "gamma" });
    return true;
  } catch (error) {
    if (saidByChain(error)) return false;
    throw explainFailure(error) ?? error;
  }
}
