import type { Reason } from "../../core/errors/reason.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { SearchedWays } from "./search/search-ways.ts";
import { fundingsOf } from "./ways.ts";

/** Why not even one size of one action could be paid for. */
export function whyNoCandidate(searched: readonly SearchedWays[], options: PlanOptions): Reason {
  for (const { refusal } of searched) if (refusal !== null) return refusal;
  const names = [...new Set(searched.flatMap(({ ways }) => fundingsOf(ways.action, options)))].join(", ");
  const payable = searched.filter(({ isPayable }) => isPayable);
  if (payable.length > 0) {
    const texts = payable.map(
      ({ ways: { action } }) => `${action.receives.token.symbol} for ${action.pays.token.symbol}`,
    );
    const message = `no route that sells ${[...new Set(texts)].join(" or ")} fits a source of money (asked: ${names})`;
    return { code: "no-route", message };
  }
  return { code: "no-funding", message: `no source of money can provide the debt (asked: ${names})` };
}
