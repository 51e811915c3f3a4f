import { min } from "../../core/math/math.ts";
import type { GasPrice } from "./gas.ts";
import { type Earnings, gasShareUsd } from "./shortfall.ts";

const BPS = 10_000;

/**
 * Highest price to sign for, wei per gas: the limit, or less where gas would cost more than its share of what is earned. What is
 * charged for publishing the data is taken to grow with the price, which leaves a little less.
 * @param earnings at `gasPrice`, within the share
 */
export function highestGasPrice(
  { maxGasPriceWei, maxGasShareBps }: { readonly maxGasPriceWei: bigint; readonly maxGasShareBps: number },
  { baseFee, priorityFee }: Pick<GasPrice, "baseFee" | "priorityFee">,
  earnings: Earnings,
): bigint {
  if (maxGasShareBps >= BPS || earnings.gasCostUsd === 0n) return maxGasPriceWei;
  const price = baseFee + priorityFee;
  return min(maxGasPriceWei, (price * gasShareUsd(earnings, maxGasShareBps)) / earnings.gasCostUsd);
}
