import { type Address, zeroAddress } from "viem";
import type { PoolOfProvider } from "../../core/adapter/pools-of-providers.ts";
import type { Context } from "../../core/context.ts";
import { onceAt } from "../../core/data/once-at.ts";
import { InterruptedError } from "../../core/errors/errors.ts";
import { saidByChain } from "../../core/errors/said-by-chain.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import type { PriceQuestion, UsdPrices } from "../price-source.ts";
import { ABI } from "./abi.ts";
import { type OracleAnswer, readOracle } from "./read-oracle.ts";

/** How oracles say that they count in USD: Aave's own with zero, others with Chainlink's denomination, address(840). */
const USD_BASES: ReadonlySet<string> = new Set([zeroAddress, "0x0000000000000000000000000000000000000348"]);
const USD_UNIT = 100_000_000n;

/**
 * Asks market after market for what is still missing. Reads that fail are told in one warning a market.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function readMarkets(
  context: Context,
  { tokens, blockNumber }: Pick<PriceQuestion, "tokens" | "blockNumber">,
  markets: readonly Pick<PoolOfProvider, "name" | "addressesProvider">[],
): Promise<UsdPrices> {
  const prices = new Map<string, bigint | null>();
  for (const { addressesProvider, name } of markets) {
    const missing = tokens.filter((token) => (prices.get(token.toLowerCase()) ?? null) === null);
    if (missing.length === 0) break;
    let answers: OracleAnswer[];
    try {
      answers = await readMarket(context, addressesProvider, missing, blockNumber);
    } catch (error) {
      if (context.signal.aborted) throw new InterruptedError();
      context.logger.warn(`the oracle of ${name} could not be asked`, { reason: describeReadError(error) });
      if (!saidByChain(error)) for (const token of missing) prices.set(token.toLowerCase(), null);
      continue;
    }
    for (const [index, { price, failure }] of answers.entries()) {
      if (price !== null || failure !== null) prices.set(missing[index]!.toLowerCase(), price);
    }
    const failures = answers.flatMap(({ failure }) => (failure === null ? [] : [failure]));
    if (failures.length > 0) {
      const what = `${failures.length} of ${missing.length} prices could not be read from the oracle of ${name}`;
      context.logger.warn(what, { reason: failures[0] });
    }
  }
  return prices;
}

/** One answer a token, in order; none when the market's oracle counts in something else. Its currency and its prices at once. */
async function readMarket(
  context: Context,
  provider: Address,
  tokens: readonly Address[],
  blockNumber: bigint,
): Promise<OracleAnswer[]> {
  const once = onceAt(context.client, blockNumber);
  const oracle = await once(`priceOracle ${provider}`, () =>
    context.client.readContract({ address: provider, abi: ABI, functionName: "getPriceOracle", blockNumber }),
  );
  const [isUsd, answers] = await Promise.all([
    once(`countsInUsd ${oracle}`, () => countsInUsd(context, oracle, blockNumber)),
    readOracle(context, oracle, tokens, blockNumber),
  ]);
  return isUsd ? answers : [];
}

async function countsInUsd({ client }: Context, oracle: Address, blockNumber: bigint): Promise<boolean> {
  const read = { address: oracle, abi: ABI, blockNumber } as const;
  const [base, unit] = await Promise.all([
    client.readContract({ ...read, functionName: "BASE_CURRENCY" }),
    client.readContract({ ...read, functionName: "BASE_CURRENCY_UNIT" }),
  ]);
  return USD_BASES.has(base.toLowerCase()) && unit === USD_UNIT;
}
