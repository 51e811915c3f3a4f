import type { GasPrice } from "../plan/gas.ts";
import { judge } from "../simulate/simulate.ts";
import type { Batch, Candidate } from "./batch.ts";
import { shareGas } from "./share-gas.ts";

/** What each leg would bring with its share of the batch's gas, in order; null for one that would fail. */
export function judgeLegs(
  members: readonly Candidate[],
  { legs, gasUsed }: Batch["simulation"],
  gasPrice: GasPrice,
): (ReturnType<typeof judge> | null)[] {
  const shares = shareGas(
    gasUsed,
    members.map(({ alone }) => alone),
  );
  return members.map(({ leg }, index) => {
    const simulated = legs[index];
    return simulated?.ok ? judge(leg.plan, simulated.outcome, shares[index]!, gasPrice) : null;
  });
}
