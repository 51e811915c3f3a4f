import type { Reason } from "../../core/errors/reason.ts";
import type { ResolvedBlock } from "../../core/rpc/block.ts";
import { realisedFigures } from "../../flow/account/account.ts";
import type { Liquidation } from "../../flow/act.ts";
import type { Liquidations } from "../../flow/liquidations.ts";
import { targetKey } from "../../protocols/target.ts";

/** Several liquidations as data: docs/json.md. */
export function manyJson(
  { batches, alone, notDone }: Liquidations,
  {
    sent,
    block,
    missing,
  }: { readonly sent: boolean; readonly block: ResolvedBlock; readonly missing: readonly Reason[] },
) {
  return {
    sent,
    block: block.number,
    batches: batches.map(({ batch, legs, gasPrice, inclusion }) => ({
      gasUsed: batch.simulation.gasUsed,
      gasAlone: batch.alone,
      transaction: batch.simulation.transaction,
      inclusion,
      legs: legs.map(({ member, simulation, submission, reason, costWei }) => ({
        ...doneJson({ plan: member.leg.plan, simulation, submission, gasPrice }),
        round: member.round,
        gasLimit: member.leg.gasLimit,
        reason,
        costWei,
      })),
    })),
    alone: alone.map((one) => ({ ...doneJson(one), apart: one.apart })),
    notDone: notDone.map(({ whom, error: { code, message, hint, numbers } }) => ({
      user: whom.user,
      key: whom.target && targetKey(whom.target),
      error: { code, message, hint, numbers },
    })),
    missing,
  };
}

function doneJson({
  plan,
  simulation,
  submission,
  gasPrice,
}: Pick<Liquidation, "plan" | "simulation" | "submission" | "gasPrice">) {
  const realised = submission && realisedFigures(plan, submission, gasPrice);
  return { key: targetKey(plan.target), plan, simulation, submission, realised };
}
