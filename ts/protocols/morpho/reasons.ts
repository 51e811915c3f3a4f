import type { Reason } from "../../core/errors/reason.ts";
import type { Health } from "./health.ts";

/** Why nothing can be done with a position, as assessing and quoting both say it. */
export const IRM_UNAVAILABLE: Reason = {
  code: "irm-unavailable",
  message: "the market's interest rate model does not answer, so interest cannot be accrued",
};

export const noPrice = (price: null | 0n): Reason =>
  price === null
    ? { code: "oracle-unavailable", message: "the market's oracle reverts" }
    : { code: "oracle-zero", message: "the market's oracle says the collateral is worth nothing" };

export const isHealthy = ({ healthFactor, borrowed, maxBorrow }: Health): Reason => ({
  code: "healthy",
  message: "the debt is within what the collateral allows",
  numbers: { healthFactor, borrowed, maxBorrow },
});

export const tooSmall = (repay: bigint): Reason => ({
  code: "amount-too-small",
  message: "the amount buys less than one unit of collateral",
  numbers: { repay },
});
