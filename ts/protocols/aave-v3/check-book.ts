import { isAddressEqual, type PublicClient, parseAbi } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { ChainBook } from "../../core/chain-book.ts";
import { AAVE_V3_ADDRESSES, type AaveV3MarketAddresses } from "./addresses.ts";

const POOL = parseAbi(["function ADDRESSES_PROVIDER() view returns (address)"]);
const PROVIDER = parseAbi(["function getPool() view returns (address)"]);

type Reader = Pick<PublicClient, "readContract">;

/** Every pool and its addresses provider name each other: two calls a market. Errors as `Protocol.checkBook`. */
export async function checkBook(client: Reader, book: ChainBook): Promise<void> {
  await Promise.all(AAVE_V3_ADDRESSES.of(book).map((market) => checkMarket(client, book.name, market)));
}

async function checkMarket(
  client: Reader,
  chain: string,
  { name, pool, addressesProvider }: AaveV3MarketAddresses,
): Promise<void> {
  const market = `the Aave V3 market "${name}" on ${chain}`;
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
