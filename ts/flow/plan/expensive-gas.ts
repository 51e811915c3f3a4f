import type { Reason } from "../../core/errors/reason.ts";
import { refusedFor } from "../refused-for.ts";
import type { GasPrice } from "./gas.ts";

/** Why gas is too dear to send now; null when it is not. */
export function expensiveGas({ baseFee, priorityFee }: GasPrice, maxGasPriceWei: bigint): Reason | null {
  const price = baseFee + priorityFee;
  if (price <= maxGasPriceWei) return null;
  const message = `gas costs ${gwei(price)} gwei, the limit is ${gwei(maxGasPriceWei)}`;
  return { code: "gas-price", message, numbers: { price, maxGasPriceWei } };
}

/** @throws RefusedError when the price to pay now is above the limit. */
export function refuseExpensiveGas(gasPrice: GasPrice, maxGasPriceWei: bigint): void {
  const reason = expensiveGas(gasPrice, maxGasPriceWei);
  if (reason) throw refusedFor(reason);
}

function gwei(wei: bigint): string {
  return (Number(wei / 1_000_000n) / 1_000).toString();
}
