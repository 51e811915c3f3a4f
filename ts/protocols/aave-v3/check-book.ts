import { isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { PoolOfProvider } from "../../core/adapter/pools-of-providers.ts";

const POOL = parseAbi(["function ADDRESSES_PROVIDER() view returns (address)"]);
const PROVIDER = parseAbi(["function getPool() view returns (address)"]);

/**
 * The pool and its addresses provider name each other: two calls. Errors as `Protocol.checkBook`.
 * @param market what people call it
 */
export async function checkMarket(
  client: Pick<PublicClient, "readContract">,
  market: string,
  { pool, addressesProvider }: PoolOfProvider,
): Promise<void> {
  const [provider, servedPool] = await Promise.all([
    readAddress(client, {
      what: `the pool of ${market}`,
      address: pool,
      abi: POOL,
      functionName: "ADDRESSES_PROVIDER",
    }),
    readAddress(client, {
      what: `the addresses provider of ${market}`,
      address: addressesProvider,
      abi: PROVIDER,
      functionName: "getPool",
    }),
  ]);
  if (isAddressEqual(provider, addressesProvider) && isAddressEqual(servedPool, pool)) return;
  throw wrongBook(`${market} is not what the address book says`, {
    pool,
    poolOfProvider: servedPool,
    provider: addressesProvider,
    providerOfPool: provider,
  });
}
