import type { PlannedLiquidation, PlanResult } from "../types.ts";
import type { Candidate, QuotedCandidate } from "./candidates.ts";

/** Sizes between the neighbours of a size that was tried, basis points of the way from the lower to the higher one. */
const BETWEEN_BPS = [1_500n, 3_000n, 5_000n, 7_000n, 8_500n] as const;
/** Ways besides the best one that are looked at more closely: at its best size one of them may overtake it. */
const RUNNERS_UP = 2;

/**
 * The best ways again, at sizes between the ones that were tried next to their best. Profit has one peak over the size, as
 * each further unit sells for less, so the best size lies between the two neighbours. Pure.
 */
export function refine(result: PlanResult, quoted: readonly QuotedCandidate[]): Candidate[] {
  const best = result.ok ? [result.plan, ...result.alternatives.slice(0, RUNNERS_UP)] : [result.best];
  return best.flatMap((planned) => (planned === null ? [] : around(planned, quoted)));
}

function around(planned: PlannedLiquidation, quoted: readonly QuotedCandidate[]): Candidate[] {
  const same = quoted.filter(
    ({ pair, offer, route }) =>
      pair.collateral.address === planned.collateral.address &&
      pair.debt.address === planned.debt.address &&
      offer.funding === planned.funding &&
      offer.lender === planned.lender &&
      route?.path === planned.route?.path,
  );
  const sizes = [...new Set(same.map(({ quote }) => quote.repaid))].sort((a, b) => (a < b ? -1 : 1));
  const at = sizes.indexOf(planned.expected.repaid);
  const low = sizes[at - 1] ?? 0n;
  const high = sizes[at + 1] ?? sizes[at]!;
  const { pair, offer, route, keeps } = same[0]!;
  return BETWEEN_BPS.flatMap((bps) => {
    const result = pair.quote(low + ((high - low) * bps) / 10_000n, keeps);
    if (!result.ok || result.quote.repaid === 0n || sizes.includes(result.quote.repaid)) return [];
    return [{ pair, offer, route, keeps, quote: result.quote }];
  });
}
