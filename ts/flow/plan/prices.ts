import { type Address, getAddress, parseAbi, zeroAddress } from "viem";
import type { Context } from "../../core/context.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { readBatched } from "../../core/lens/batched.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { AAVE_V3_ADDRESSES } from "../../protocols/aave-v3/addresses.ts";

const ABI = parseAbi([
  "function getPriceOracle() view returns (address)",
  "function BASE_CURRENCY() view returns (address)",
  "function BASE_CURRENCY_UNIT() view returns (uint256)",
  "function getAssetPrice(address asset) view returns (uint256)",
]);

/** How oracles say that they count in USD: Aave's own with zero, others with Chainlink's denomination, address(840). */
const USD_BASES: ReadonlySet<string> = new Set([zeroAddress, "0x0000000000000000000000000000000000000348"]);
const USD_UNIT = 100_000_000n;

/** Price and failure both null: the oracle has none. */
interface Answer {
  readonly price: bigint | null;
  readonly failure: string | null;
}

/**
 * USD prices, 8 decimals, by lower-case token address, from the oracles of the chain's Aave V3 markets that count in USD.
 * A token that none of them prices, or whose price could not be read, is absent: an unknown price is never zero. Reads that
 * fail are told in one warning a market.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function usdPrices(
  context: Context,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<Map<string, bigint>> {
  const prices = new Map<string, bigint>();
  for (const { addressesProvider, name } of AAVE_V3_ADDRESSES.of(context.book)) {
    const missing = tokens.filter((token) => !prices.has(token.toLowerCase()));
    if (missing.length === 0) break;
    let oracle: Address | null;
    try {
      oracle = await usdOracle(context, addressesProvider, blockNumber);
    } catch (error) {
      if (context.signal.aborted) throw new InterruptedError();
      context.logger.warn(`the oracle of ${name} could not be asked`, { reason: describeReadError(error) });
      continue;
    }
    if (oracle === null) continue;
    const answers = await pricesOf(context, oracle, missing, blockNumber);
    for (const [index, { price }] of answers.entries()) {
      if (price !== null) prices.set(missing[index]!.toLowerCase(), price);
    }
    const failures = answers.flatMap(({ failure }) => (failure === null ? [] : [failure]));
    if (failures.length > 0) {
      const what = `${failures.length} of ${missing.length} prices could not be read from the oracle of ${name}`;
      context.logger.warn(what, { reason: failures[0] });
    }
  }
  return prices;
}

/** One call a token, as many at once as configured. */
function pricesOf(
  context: Context,
  oracle: Address,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<Answer[]> {
  return readBatched<Address, Answer>(tokens, {
    batchSize: 1,
    concurrency: context.config.concurrency,
    signal: context.signal,
    read: async ([token]) => [{ price: await priceOf(context, oracle, token!, blockNumber), failure: null }],
    failed: (_, error) => ({ price: null, failure: describeReadError(error) }),
  });
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
  return USD_BASES.has(base.toLowerCase()) && unit === USD_UNIT ? getAddress(address) : null;
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
