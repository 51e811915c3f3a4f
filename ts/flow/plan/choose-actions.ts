import { isAddressEqual } from "viem";
import type { Reason } from "../../core/errors/reason.ts";
import { isLoanAction, isPlannable, type LoanAction, type PlannableAction } from "../../protocols/action.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import type { AnyProtocol } from "../../protocols/protocol.ts";
import type { PlanOptions } from "./plan-options.ts";
import { fundingsOf } from "./ways.ts";

/** The actions that the options leave, or why there is none. Pure. */
export function chooseActions(
  { actions }: Pick<Assessment, "actions">,
  protocol: Pick<AnyProtocol, "name" | "receipts">,
  options: Pick<PlanOptions, "collateral" | "debt" | "funding" | "inKind">,
): readonly PlannableAction[] | Reason {
  if (options.inKind && protocol.receipts === null) {
    return { code: "atoken-unsupported", message: `${protocol.name} has no aTokens to take` };
  }
  const loans = actions.filter(isLoanAction);
  if (loans.length === 0 && actions.length > 0) {
    const ids = actions.map(({ id }) => id).join(", ");
    return { code: "action-unsupported", message: `what could be done is not a liquidation of a loan: ${ids}` };
  }
  const doable = loans.filter(isPlannable);
  if (doable.length === 0 && loans.length > 0) {
    return { code: "no-liquidator", message: `there is no liquidator for ${protocol.name} yet` };
  }
  const wanted = doable.filter((action) => isWanted(action, options));
  if (wanted.length === 0) {
    return { code: "no-such-pair", message: "the account has no liquidatable pair of these assets" };
  }
  const payable = wanted.filter((action) => fundingsOf(action, options).length > 0);
  if (payable.length > 0) return payable;
  const possible = [...new Set(wanted.flatMap(({ fundings }) => fundings))].join(", ");
  const message = `${protocol.name} cannot be paid for by ${[options.funding].flat().join(" or ")}, only by ${possible}`;
  return { code: "funding-unsupported", message };
}

function isWanted(
  { receives, pays }: LoanAction,
  { collateral, debt, inKind }: Pick<PlanOptions, "collateral" | "debt" | "inKind">,
): boolean {
  return (
    (receives.keptAs !== null) === inKind &&
    (collateral === undefined || isAddressEqual(receives.token.address, collateral)) &&
    (debt === undefined || isAddressEqual(pays.token.address, debt))
  );
}
