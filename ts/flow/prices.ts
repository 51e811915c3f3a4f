import { type Address, getAddress, isAddressEqual, parseAbi } from "viem";
import type { Context } from "../core/context.ts";
import { describeReadError } from "../core/read-errors.ts";

const ABI = parseAbi([
  "function getPriceOracle() view returns (address)",
  "function BASE_CURRENCY() view returns (address)",
  "function BASE_CURRENCY_UNIT() view returns (uint256)",
  "function getAssetPrice(address asset) view returns (uint256)",
]);

const ZERO = "0x0000000000000000000000000000000000000000";
const USD_UNIT = 100_000_000n;

/**
 * USD prices, 8 decimals, by lower-case token address, from the oracles of the chain's Aave V3 markets that count in USD.
 * A token that none of them prices is absent: an unknown price is never zero.
 */
export async function usdPrices(
  context: Context,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<Map<string, bigint>> {
  const prices = new Map<string, bigint>();
  for (const { addressesProvider, name } of context.book.aaveV3) {
    const missing = tokens.filter((token) => !prices.has(token.toLowerCase()));
    if (missing.length === 0) break;
    try {
      const oracle = await usdOracle(context, addressesProvider, blockNumber);
      if (oracle === null) continue;
      const answers = await Promise.all(missing.map((token) => priceOf(context, oracle, token, blockNumber)));
      for (const [index, price] of answers.entries()) {
        if (price !== null) prices.set(missing[index]!.toLowerCase(), price);
      }
    } catch (error) {
      context.logger.warn(`the oracle of ${name} could not be asked`, { reason: describeReadError(error) });
    }
  }
  return prices;
}

async function usdOracle({ client }: Context, provider: Address, blockNumber: bigint): Promise<Address | null> {
  const address = await client.readContract({
    address: provider,
    abi: ABI,
    functionName: "getPriceOracle",
    blockNumber,
  });
  const read = { address, abi: ABI, blockNumber } as const;
  const [base, unit] = await Promise.all([
    client.readContract({ ...read, functionName: "BASE_CURRENCY" }),
    client.readContract({ ...read, functionName: "BASE_CURRENCY_UNIT" }),
  ]);
  return isAddressEqual(base, ZERO) && unit === USD_UNIT ? getAddress(address) : null;
}

/** Null when the oracle has no source for the token, or its answer is zero. A fault of the node is thrown. */
async function priceOf(
  { client }: Context,
  oracle: Address,
  token: Address,
  blockNumber: bigint,
): Promise<bigint | null> {
  try {
    const price = await client.readContract({
      address: oracle,
      abi: ABI,
      functionName: "getAssetPrice",
      args: [token],
      blockNumber,
    });
    return price === 0n ? null : price;
  } catch (error) {
    if (/revert/i.test(describeReadError(error))) return null;
    throw error;
  }
}
