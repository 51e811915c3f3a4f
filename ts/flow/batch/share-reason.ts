import type { Reason } from "../../core/errors/reason.ts";
import { shareGas } from "./share-gas.ts";

/**
 * Why each leg of a batch failed that failed as a whole. What a transaction that reverted has cost is shared, and adds up.
 * @param alone gas of each leg in a transaction of its own; not all zero
 */
export function shareReason(reason: Reason | null, alone: readonly bigint[]): (Reason | null)[] {
  const { gasUsed, gasCostWei } = reason?.numbers ?? {};
  if (reason === null || typeof gasUsed !== "bigint" || typeof gasCostWei !== "bigint") return alone.map(() => reason);
  const [gas, wei] = [shareGas(gasUsed, alone), shareGas(gasCostWei, alone)];
  return alone.map((_, index) => ({
    ...reason,
    numbers: { ...reason.numbers, gasUsed: gas[index]!, gasCostWei: wei[index]! },
  }));
}
