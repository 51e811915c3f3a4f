import { MOST_PARTS } from "../../../routing/best-sale.ts";
import type { QuotedCandidate } from "../candidate.ts";
import { debtPerGas } from "../debt-per-gas.ts";
import type { PlanOptions } from "../plan-options.ts";
import { toUsdDown } from "../usd.ts";
import type { Ways } from "../ways.ts";
import type { QuoteOf } from "./accepted-sizes.ts";
import { isSold, type Prepared, prepare, searchCandidates } from "./search-candidates.ts";

/** What was found of the ways to do one action. */
export interface SearchedWays extends Pick<Prepared, "refusal"> {
  readonly ways: Ways;
  /** Whether some source of money can pay for some size. */
  readonly isPayable: boolean;
  readonly candidates: readonly QuotedCandidate[];
}

/** Actions that are looked at closely; of the others it is known only about how much they bring. */
const CLOSE = 3;

/** A hair more than the limit of the contract, so that no rounding falls below it. */
const ABOVE_LIMIT_BPS = 2;

/** Searches all actions of an account, the most promising ones closely. Pure and synchronous. */
export function searchWays(
  all: readonly Ways[],
  quoteOf: QuoteOf,
  { limits, gasPrice, repay }: Pick<PlanOptions, "limits" | "gasPrice" | "repay">,
): SearchedWays[] {
  const left = Math.max(10_000 - limits.tipBps, 1);
  const prepared = all.map(({ action, offers, paths }) =>
    prepare({
      ...{ action, offers, paths, quoteOf },
      ...(repay !== undefined && { size: repay }),
      bonusShare: Math.min(limits.minBonusShareBps + ABOVE_LIMIT_BPS, 10_000) / left,
      debtPerGas: debtPerGas(action.pays, gasPrice),
      mostParts: limits.route === "single" ? 1 : MOST_PARTS,
    }),
  );
  const close = new Set(
    prepared.length <= CLOSE ? prepared : prepared.toSorted((a, b) => promise(b) - promise(a)).slice(0, CLOSE),
  );
  return prepared.map((one, index) => ({
    ways: all[index]!,
    isPayable: one.stakes.length > 0,
    refusal: one.refusal,
    candidates: searchCandidates(one, close.has(one) ? "close" : "rough"),
  }));
}

/** About what an action can bring before gas, USD; what is not sold brings its bonus. */
function promise({ ground: { action }, stakes, rough }: Prepared): number {
  const [stake] = stakes.toSorted((a, b) => Number(b.most.repaid - a.most.repaid));
  const { token, priceUsd } = action.pays;
  if (stake === undefined || priceUsd === null) return Number.NEGATIVE_INFINITY;
  const sold = Number(stake.most.seized);
  const mustSell = isSold(action);
  if (mustSell && stake.paths.length === 0) return Number.NEGATIVE_INFINITY;
  const units = mustSell ? rough(stake).value : sold * (stake.terms.worth - stake.terms.owed);
  return Number.isFinite(units) ? Number(toUsdDown(BigInt(Math.floor(units)), token, priceUsd)) : 0;
}
