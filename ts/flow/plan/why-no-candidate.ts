import type { Reason } from "../../core/errors/reason.ts";
import type { PlanOptions } from "./plan-options.ts";
import { fundingsOf, type Ways } from "./ways.ts";

/** Why not even one size of one action could be paid for. */
export function whyNoCandidate(ways: readonly Ways[], options: PlanOptions): Reason {
  for (const { first } of ways) if (first.refusal !== null) return first.refusal;
  const names = [...new Set(ways.flatMap(({ action }) => fundingsOf(action, options)))].join(", ");
  const payable = ways.filter(({ first, offers }) =>
    offers.some(({ available }) => available === null || first.quotes.some((quote) => quote.funding <= available)),
  );
  if (payable.length > 0) {
    const texts = payable.map(({ action }) => `${action.receives.token.symbol} for ${action.pays.token.symbol}`);
    const message = `no route that sells ${[...new Set(texts)].join(" or ")} fits a source of money (asked: ${names})`;
    return { code: "no-route", message };
  }
  return { code: "no-funding", message: `no source of money can provide the debt (asked: ${names})` };
}
