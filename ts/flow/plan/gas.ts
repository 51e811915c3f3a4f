import type { Context } from "../../core/context.ts";
import { ConfigError } from "../../core/errors/errors.ts";
import { formatDecimal, GWEI_DECIMALS } from "../../core/math/decimal.ts";
import { max } from "../../core/math/math.ts";
import { describeReadError } from "../../core/rpc/read-errors.ts";
import { readUsdPrices } from "./usd-prices.ts";

/** What gas costs at one block. */
export interface GasPrice {
  /** Wei per gas. */
  readonly baseFee: bigint;
  readonly priorityFee: bigint;
  /** USD per whole native token, 8 decimals; null when unknown. */
  readonly nativePriceUsd: bigint | null;
  /** True when it is unknown because it could not be read. */
  readonly isNativePriceUnread?: boolean;
  /** Wei for publishing a byte of calldata on the parent chain; 0 on chains that charge none. */
  readonly l1WeiPerByte: bigint;
}

const WEI_PER_NATIVE = 10n ** 18n;

/**
 * Base fee of the block, the priority fee to pay, and the native token's price.
 * @throws ConfigError when the priority fee of the settings is less than the chain takes.
 */
export async function readGasPrice(context: Context, blockNumber: bigint): Promise<GasPrice> {
  const { client, book } = context;
  const [block, priorityFee, prices] = await Promise.all([
    client.getBlock({ blockNumber }),
    readPriorityFee(context),
    readUsdPrices(context, [book.wrappedNative], blockNumber),
  ]);
  const nativePriceUsd = prices.get(book.wrappedNative.toLowerCase());
  return {
    baseFee: block.baseFeePerGas ?? 0n,
    priorityFee,
    nativePriceUsd: nativePriceUsd ?? null,
    ...(nativePriceUsd === null && { isNativePriceUnread: true }),
    // None of the fee models of chains that charge for data is implemented yet.
    l1WeiPerByte: 0n,
  };
}

/** The setting's, else what the node suggests and never less than the chain takes. */
async function readPriorityFee({ client, book, config, logger }: Context): Promise<bigint> {
  const least = book.leastPriorityFee ?? 0n;
  const wanted = config.priorityFeeWei;
  if (wanted !== null && wanted < least) {
    const [asked, takes] = [wanted, least].map((wei) => formatDecimal(wei, GWEI_DECIMALS));
    throw new ConfigError(`a priority fee of ${asked} gwei is less than ${book.name} takes: ${takes} gwei`, {
      code: "priority-fee",
      hint: "raise --priority-fee-gwei, or leave it out",
      numbers: { wanted, least },
    });
  }
  if (wanted !== null) return wanted;
  const suggested = await client.estimateMaxPriorityFeePerGas().catch((error: unknown) => {
    const counted = least === 0n ? "none is counted" : `${formatDecimal(least, GWEI_DECIMALS)} gwei are counted`;
    logger.warn(`the node suggests no priority fee, ${counted}`, { reason: describeReadError(error) });
    return 0n;
  });
  return max(suggested, least);
}

/** USD, 8 decimals, rounded up; null when the native token has no known price. */
export function gasCostUsd(gas: bigint, price: GasPrice, calldataBytes: number): bigint | null {
  if (price.nativePriceUsd === null) return null;
  const wei = gas * (price.baseFee + price.priorityFee) + price.l1WeiPerByte * BigInt(calldataBytes);
  return (wei * price.nativePriceUsd + WEI_PER_NATIVE - 1n) / WEI_PER_NATIVE;
}

/** Positions and indices move until inclusion, and the chain holds back a 64th part at every call. */
const GAS_MARGIN_PERCENT = 140n;

/** Gas to ask for when a simulation used `gasUsed`. */
export function paddedGas(gasUsed: bigint): bigint {
  return (gasUsed * GAS_MARGIN_PERCENT) / 100n;
}

/** Fees to sign: room for two full blocks of base-fee growth, never above the limit. */
export function feesToSign(
  price: GasPrice,
  maxGasPriceWei: bigint,
): { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } {
  const wanted = (price.baseFee * 127n) / 100n + price.priorityFee;
  const maxFeePerGas = wanted < maxGasPriceWei ? max(wanted, 1n) : maxGasPriceWei;
  return { maxFeePerGas, maxPriorityFeePerGas: price.priorityFee < maxFeePerGas ? price.priorityFee : maxFeePerGas };
}
