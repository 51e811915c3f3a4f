import type { SentLeg } from "../../ledger/sent-row.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { type Attempt, attemptedOf } from "./account.ts";

/**
 * One liquidation of a transaction as the record keeps it before it is sent.
 * @param gasAlone what it takes in a transaction of its own
 */
export function sentLeg(
  attempt: Pick<Attempt, "assessment" | "round" | "simulation" | "gasPrice"> & { readonly plan: PlannedLiquidation },
  gasAlone: bigint,
): SentLeg {
  const { candidate, onChain } = attempt.plan;
  return {
    ...attemptedOf(attempt),
    debtPriceUsd: candidate.action.pays.priceUsd!,
    gasAlone,
    deadline: BigInt(onChain.terms.deadline),
  };
}
