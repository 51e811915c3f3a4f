import { debtPerGas } from "./debt-per-gas.ts";
import type { QuoteOf } from "./accepted-sizes.ts";
import type { PlanOptions } from "./plan-options.ts";
import { type Searched, searchCandidates } from "./search-candidates.ts";
import type { Ways } from "./ways.ts";

/** What was found of the ways to do one action. */
export interface SearchedWays extends Searched {
  readonly ways: Ways;
  /** Whether some source of money can pay for some size. */
  readonly isPayable: boolean;
}

/** A hair more than the limit of the contract, so that no rounding falls below it. */
const ABOVE_LIMIT_BPS = 2;

/** Searches one action. Pure. */
export function searchWays(
  ways: Ways,
  quoteOf: QuoteOf,
  { limits, gasPrice, repay }: Pick<PlanOptions, "limits" | "gasPrice" | "repay">,
): SearchedWays {
  const { action, offers, paths } = ways;
  const left = Math.max(10_000 - limits.tipBps, 1);
  const searched = searchCandidates({
    action,
    offers,
    paths,
    quoteOf,
    ...(repay !== undefined && { size: repay }),
    bonusShare: Math.min(limits.minBonusShareBps + ABOVE_LIMIT_BPS, 10_000) / left,
    debtPerGas: debtPerGas(action.pays, gasPrice),
  });
  return { ways, isPayable: offers.some(({ available }) => available === null || available > 0n), ...searched };
}
