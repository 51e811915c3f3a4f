import type { GasPrice } from "../../flow/plan/gas.ts";
import { formatCount, formatGwei } from "./format.ts";

/** `447,458 at 1.84 gwei`. */
export function gasText(gas: bigint, { baseFee, priorityFee }: Pick<GasPrice, "baseFee" | "priorityFee">): string {
  return `${formatCount(gas)} at ${formatGwei(baseFee + priorityFee)}`;
}
