import type { Reason } from "../../core/errors/reason.ts";
import type { Health } from "./health.ts";

/** Why nothing can be done with a position, as assessing and quoting both say it. */
export const IRM_UNAVAILABLE: Reason = {
  code: "irm-unavailable",
  message:
    "the market's interest rate model does not answer, or asks for more than can be counted: interest cannot be accrued",
};

export const noPrice = (price: null | 0n): Reason =>
  price === null
    ? { code: "oracle-unavailable", message: "the market's oracle reverts" }
    : { code: "oracle-zero", message: "the market's oracle says the collateral is worth nothing" };

/** Every call of Morpho that needs the price reverts. */
export const PRICE_OVERFLOWS: Reason = {
  code: "oracle-overflow",
  message: "the market's oracle says so much that Morpho cannot compute with it",
};

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

/** Morpho's own verdict stays, and yet there is something to do. */
export const isPreLiquidatable = ({ healthFactor, borrowed, maxBorrow }: Health): Reason => ({
  code: "pre-liquidatable",
  message:
    "the debt is within what the collateral allows, but can be pre-liquidated on terms that its owner has accepted",
  numbers: { healthFactor, borrowed, maxBorrow },
});
