import { UsageError } from "../errors/errors.ts";
import { parseDecimal } from "../math/decimal.ts";
import type { Token } from "./token.ts";

/** How much to repay, as the user says it. The decimals of the debt are known later. */
export type RepayChoice = "max" | { readonly amount: string };

/** Most decimals of a token that an amount may use before the token is known. */
const MOST_DECIMALS = 77;

/** @throws UsageError unless the text is `max` or a decimal number above zero. */
export function parseRepay(text: string): RepayChoice {
  if (text.trim().toLowerCase() === "max") return "max";
  if (parseDecimal(text, MOST_DECIMALS, "--repay") === 0n) {
    throw new UsageError("--repay must be above 0", { hint: "use --repay max to repay as much as pays best" });
  }
  return { amount: text.trim() };
}

/**
 * The amount in debt units; null for "max".
 * @throws UsageError when the amount has more decimals than the token.
 */
export function repayUnits(choice: RepayChoice, debt: Token): bigint | null {
  return choice === "max" ? null : parseDecimal(choice.amount, debt.decimals, `--repay in ${debt.symbol}`);
}
