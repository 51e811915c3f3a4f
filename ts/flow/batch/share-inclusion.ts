import type { Submission } from "../submit/submission.ts";
import { shareGas } from "./share-gas.ts";

/**
 * Each leg's part of what a transaction cost.
 * @param alone gas of each leg in a transaction of its own; not all zero
 */
export function shareInclusion<Inclusion extends Pick<Submission, "gasUsed" | "l1FeeWei">>(
  inclusion: Inclusion,
  alone: readonly bigint[],
): Inclusion[] {
  const [gas, fees] = [shareGas(inclusion.gasUsed, alone), shareGas(inclusion.l1FeeWei, alone)];
  return alone.map((_, index) => ({ ...inclusion, gasUsed: gas[index]!, l1FeeWei: fees[index]! }));
}
