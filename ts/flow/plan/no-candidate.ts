import type { Reason } from "../../core/errors/reason.ts";
import type { FundingName } from "../../core/names/names.ts";
import { FIRST_SIZES_BPS } from "./candidates.ts";
import type { PrepareOptions } from "./prepare-options.ts";
import { sizesFor, type Ways } from "./ways.ts";

/** Why not even one size of one pair could be paid for. */
export function noCandidate(ways: readonly Ways[], names: readonly FundingName[], options: PrepareOptions): Reason {
  const pairs = ways.map(({ pair }) => pair);
  for (const pair of pairs) {
    const { refusal } = sizesFor(pair, FIRST_SIZES_BPS, options);
    if (refusal !== null) return refusal;
  }
  const { funding, caller, liquidator } = options;
  const payable = ways.filter(({ pair, offers }) => {
    const { quotes } = sizesFor(pair, FIRST_SIZES_BPS, options);
    return offers.some(({ available }) => available === null || quotes.some((quote) => quote.funding <= available));
  });
  if (payable.length > 0) {
    const texts = payable.map(({ pair }) => `${pair.collateral.symbol} for ${pair.debt.symbol}`);
    const message = `no route that sells ${[...new Set(texts)].join(" or ")} fits a source of money (asked: ${names.join(", ")})`;
    return { code: "no-route", message };
  }
  if (funding !== "wallet") {
    return { code: "no-funding", message: `no source of money can provide the debt (asked: ${names.join(", ")})` };
  }
  const symbols = [...new Set(pairs.map(({ debt }) => debt.symbol))].join(" or ");
  if (caller === null) return { code: "wallet-unknown", message: "it is not known whose wallet is to pay" };
  if (liquidator === null) {
    return { code: "wallet-unused", message: "a wallet can only pay through a liquidator that is deployed" };
  }
  const message = `the wallet ${caller} does not hold enough ${symbols}, or has not approved ${liquidator} to take it`;
  return { code: "wallet-short", message };
}
