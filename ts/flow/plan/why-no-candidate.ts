import type { Reason } from "../../core/errors/reason.ts";
import type { PlanOptions } from "./plan-options.ts";
import { fundingsOf, type Ways } from "./ways.ts";

/** Why not even one size of one action could be paid for. */
export function whyNoCandidate(ways: readonly Ways[], options: PlanOptions): Reason {
  for (const { first } of ways) if (first.refusal !== null) return first.refusal;
  const { funding, caller, liquidator } = options;
  const names = [...new Set(ways.flatMap(({ action }) => fundingsOf(action, options)))].join(", ");
  const payable = ways.filter(({ first, offers }) =>
    offers.some(({ available }) => available === null || first.quotes.some((quote) => quote.funding <= available)),
  );
  if (payable.length > 0) {
    const texts = payable.map(({ action }) => `${action.receives.token.symbol} for ${action.pays.token.symbol}`);
    const message = `no route that sells ${[...new Set(texts)].join(" or ")} fits a source of money (asked: ${names})`;
    return { code: "no-route", message };
  }
  if (funding !== "wallet") {
    return { code: "no-funding", message: `no source of money can provide the debt (asked: ${names})` };
  }
  const symbols = [...new Set(ways.map(({ action }) => action.pays.token.symbol))].join(" or ");
  if (caller === null) return { code: "wallet-unknown", message: "it is not known whose wallet is to pay" };
  if (liquidator === null) {
    return { code: "wallet-unused", message: "a wallet can only pay through a liquidator that is deployed" };
  }
  const message = `the wallet ${caller} does not hold enough ${symbols}, or has not approved ${liquidator} to take it`;
  return { code: "wallet-short", message };
}
