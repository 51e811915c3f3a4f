import type { Payment } from "../../protocols/action.ts";
import { type GasPrice, gasCostUsd } from "./gas.ts";

const MUCH_GAS = 1_000_000n;

/** Debt units that a unit of gas costs, as a plain number; 0 where a price is not known. */
export function debtPerGas({ token, priceUsd }: Payment, gasPrice: GasPrice): number {
  const usd = gasCostUsd(MUCH_GAS, gasPrice, 0);
  if (usd === null || priceUsd === null || priceUsd === 0n) return 0;
  return ((Number(usd) / Number(priceUsd)) * 10 ** token.decimals) / Number(MUCH_GAS);
}
