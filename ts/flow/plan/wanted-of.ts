import type { Address } from "viem";
import { UsageError } from "../../core/errors/errors.ts";
import { formatDecimal } from "../../core/math/decimal.ts";
import { max } from "../../core/math/math.ts";
import { type RepayChoice, repayUnits } from "../../core/tokens/repay-choice.ts";
import type { Token } from "../../core/tokens/token.ts";
import { chooseToken, type TokenChoice } from "../../core/tokens/token-choice.ts";
import { isLoanAction, type LoanAction } from "../../protocols/action.ts";
import type { Assessment } from "../../protocols/assessment.ts";

/** The tokens and the amount as the user names them. */
export interface Wanted {
  readonly collateral: TokenChoice | null;
  readonly debt: TokenChoice | null;
  readonly repay: RepayChoice;
}

/**
 * The tokens and the amount that the user means for this account.
 * @param isOnly no other account can be meant
 * @returns null when the account does not have these assets but another account of the user may
 * @throws UsageError for what does not fit the account
 */
export function wantedOf(
  { actions }: Pick<Assessment, "actions">,
  { collateral, debt, repay }: Wanted,
  isOnly: boolean,
): { collateral?: Address; debt?: Address; repay?: bigint } | null {
  const loans = actions.filter(isLoanAction);
  const collaterals = distinct(loans.map(({ receives }) => receives.token));
  const debts = distinct(loans.map(({ pays }) => pays.token));
  try {
    const chosenCollateral = collateral && chooseToken(collateral, collaterals, "--collateral");
    const chosenDebt = debt ? chooseToken(debt, debts, "--debt") : debts.length === 1 ? debts[0]! : null;
    if (repay !== "max" && chosenDebt === null) {
      throw new UsageError("--repay with an amount needs --debt: the account owes several tokens", {
        hint: `choose one of ${debts.map(({ symbol }) => symbol).join(", ")}`,
      });
    }
    const units = chosenDebt === null ? null : repayUnits(repay, chosenDebt);
    if (units !== null && chosenDebt !== null) refuseTooMuch(units, chosenDebt, loans, chosenCollateral?.address);
    return {
      ...(chosenCollateral && { collateral: chosenCollateral.address }),
      ...(debt !== null && chosenDebt && { debt: chosenDebt.address }),
      ...(units !== null && { repay: units }),
    };
  } catch (error) {
    if (isOnly || !(error instanceof UsageError)) throw error;
    return null;
  }
}

function refuseTooMuch(
  units: bigint,
  debt: Token,
  loans: readonly LoanAction[],
  collateral: Address | undefined,
): void {
  const most = loans
    .filter(({ pays }) => pays.token.address === debt.address)
    .filter(({ receives }) => collateral === undefined || receives.token.address === collateral)
    .reduce((most, { pays }) => max(most, pays.most), 0n);
  if (units <= most) return;
  const text = formatDecimal(most, debt.decimals);
  throw new UsageError(`--repay is above what may be repaid now, ${text} ${debt.symbol}`, {
    hint: "use --repay max",
    numbers: { asked: units, most },
  });
}

function distinct(tokens: readonly Token[]): Token[] {
  return [...new Map(tokens.map((token) => [token.address.toLowerCase(), token])).values()];
}
