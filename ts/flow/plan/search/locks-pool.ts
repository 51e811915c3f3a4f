import type { Address } from "viem";
import { isSame } from "../../../core/tokens/in-order.ts";
import type { Offer } from "../../../funding/funding.ts";

/** Whether nothing can be traded with a pool while the source lends. Pure. */
export function locksPool({ locks }: Pick<Offer, "locks">, pool: Address): boolean {
  return locks.some((locked) => isSame(locked, pool));
}
