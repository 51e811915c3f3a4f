import type { DebtGap } from "../../flow/assess/debt-gaps.ts";
import type { NameOf } from "./names.ts";
import { marketText } from "./plan-lines.ts";

export const NOT_ALL_FOUND = "not everybody who owes is found, and others may be liquidatable";
/** What the reader can do about it. */
export const LOOK_AGAIN = "run it again: all logs are looked at anew; or use another endpoint";

/** Market by market what is not found. */
export function gapLines(gaps: readonly DebtGap[], nameOf: NameOf): string[] {
  return gaps.map(({ market, reason }) => `  ${marketText(market, nameOf)}: ${reason.message}`);
}
