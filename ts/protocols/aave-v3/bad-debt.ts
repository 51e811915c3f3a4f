import type { Reason } from "../../core/errors/reason.ts";
import type { LiquidationResult } from "./liquidate.ts";
import type { AaveV3Pair } from "./pair.ts";

/** Why an operator who leaves bad debt alone stays away: the largest call writes off what the collateral did not pay. */
export function badDebtOf(whole: LiquidationResult, { later, debtIndex, debtReserve }: AaveV3Pair): Reason | null {
  if (!whole.ok || !whole.noCollateralLeft) return null;
  const owesElsewhere = later.balances.some((balance, index) => index !== debtIndex && balance.debt > 0n);
  if (whole.deficit === 0n && !owesElsewhere) return null;
  return {
    code: "bad-debt",
    message: "liquidating all of the collateral writes off the rest of the debt, and bad debt is not to be realised",
    numbers: {
      deficit: whole.deficit,
      debtToken: debtReserve.token.symbol,
      collateralBase: later.account.totalCollateralBase,
      debtBase: later.account.totalDebtBase,
    },
  };
}
