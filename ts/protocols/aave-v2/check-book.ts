import { type Address, isAddressEqual, type PublicClient, parseAbi, zeroAddress } from "viem";
import { readAddress, wrongBook } from "../../chains/read-address.ts";
import type { PoolWithCurrency } from "../../core/adapter/pools-with-currency.ts";

const POOL = parseAbi(["function getAddressesProvider() view returns (address)"]);
const PROVIDER = parseAbi([
  "function getLendingPool() view returns (address)",
  "function getPriceOracle() view returns (address)",
]);
const ORACLE = parseAbi([
  "function BASE_CURRENCY() view returns (address)",
  "function BASE_CURRENCY_UNIT() view returns (uint256)",
  "function getAssetPrice(address asset) view returns (uint256)",
]);
/** Chainlink's denomination for USD; Aave's own oracles say zero. */
const DOLLARS: readonly Address[] = [zeroAddress, "0x0000000000000000000000000000000000000348"];

type Reader = Pick<PublicClient, "readContract">;

/**
 * The pool and its addresses provider name each other, and the oracle counts in what the book says: it prices the token that it
 * is said to count in at one whole unit, or says itself that it counts in dollars, and in how many parts. Errors as
 * `Protocol.checkBook`.
 * @param market for people: which one it is
 */
export async function checkMarket(client: Reader, market: string, asked: PoolWithCurrency): Promise<void> {
  const { pool, addressesProvider: address } = asked;
  const ofProvider = { what: `the addresses provider of ${market}`, address, abi: PROVIDER };
  const [provider, servedPool, oracle] = await Promise.all([
    readAddress(client, {
      what: `the pool of ${market}`,
      address: pool,
      abi: POOL,
      functionName: "getAddressesProvider",
    }),
    readAddress(client, { ...ofProvider, functionName: "getLendingPool" }),
    readAddress(client, { ...ofProvider, functionName: "getPriceOracle" }),
  ]);
  if (!isAddressEqual(provider, address) || !isAddressEqual(servedPool, pool)) {
    throw wrongBook(`${market} is not what the address book says`, {
      pool,
      poolOfProvider: servedPool,
      provider: address,
      providerOfPool: provider,
    });
  }
  await checkCurrency(client, market, oracle, asked);
}

async function checkCurrency(client: Reader, market: string, oracle: Address, { base }: PoolWithCurrency) {
  const ask = async (functionName: "BASE_CURRENCY" | "BASE_CURRENCY_UNIT" | "getAssetPrice", args: Address[] = []) => {
    const what = `an oracle of ${market} that counts in ${base.token ?? "dollars"}`;
    return readAddress(client, { what, address: oracle, abi: ORACLE, functionName, args }) as Promise<unknown>;
  };
  const [currency, unit] = await Promise.all(
    base.token === null
      ? [ask("BASE_CURRENCY"), ask("BASE_CURRENCY_UNIT")]
      : [base.token, ask("getAssetPrice", [base.token])],
  );
  const isIt = base.token !== null || DOLLARS.some((dollar) => isAddressEqual(dollar, currency as Address));
  if (isIt && unit === base.unit) return;
  throw wrongBook(`the oracle of ${market} does not count in what the address book says`, {
    oracle,
    currency: base.token ?? String(currency),
    unit: String(unit),
    unitOfBook: String(base.unit),
  });
}
