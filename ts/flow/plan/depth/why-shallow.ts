import type { Reason } from "../../../core/errors/reason.ts";
import type { PlanLimits } from "../plan-limits.ts";
import { locksPool } from "../search/locks-pool.ts";
import { isPurchase } from "../search/purchase-candidates.ts";
import type { SearchedWays } from "../search/search-ways.ts";
import { apart } from "../usd.ts";
import type { ShallowPath } from "./deep-paths.ts";
import { isTooLittle } from "./path-depth.ts";

interface Passed extends ShallowPath {
  /** The pair, for people. */
  readonly sold: string;
}

/**
 * Why there is no candidate, where there would be one but for what the pools hold: the deepest path, and what is not known. Pure.
 * @returns null where a pool that holds more would not help either
 */
export function whyShallow(
  searched: readonly Pick<SearchedWays, "ways" | "refusal" | "isPayable">[],
  { minPoolDepthUsd }: Pick<PlanLimits, "minPoolDepthUsd">,
): Reason | null {
  const passed = searched.flatMap(passedBy);
  const unknown = passed.filter(({ depth }) => !isTooLittle(depth, minPoolDepthUsd));
  const why = unknown[0]?.depth.unknown?.message;
  const deepest = deepestOf(passed.filter(({ depth }) => isTooLittle(depth, minPoolDepthUsd)));
  if (deepest === undefined) {
    const [first] = unknown;
    if (first === undefined) return null;
    const message = `of no route that sells ${first.sold} is the depth known${why ? `: ${why}` : ""}`;
    return { code: "pool-depth", message, numbers: { minPoolDepthUsd } };
  }
  const { usd, pool } = deepest.depth.least!;
  const [held, wanted] = apart(usd, minPoolDepthUsd);
  const found = `the deepest route that sells ${deepest.sold} has a pool with ${held} of what it pays out`;
  const others = why ? `; the depth of ${unknown.length} more is not known: ${why}` : "";
  return {
    code: "pool-depth",
    message: `${found}, less than the least depth of ${wanted}${others}`,
    numbers: { depthUsd: usd, minPoolDepthUsd, pool },
  };
}

/** The paths that were passed over and that some source of money would fit. */
function passedBy({ ways, refusal, isPayable }: Pick<SearchedWays, "ways" | "refusal" | "isPayable">): Passed[] {
  const { action, offers, shallow } = ways;
  if (refusal !== null || !isPayable) return [];
  const sold = `${action.receives.token.symbol} for ${action.pays.token.symbol}`;
  const fitting = shallow.filter(({ path }) =>
    offers.some((offer) =>
      offer.sale === "exact-output"
        ? isPurchase(path, offer)
        : !path.pools.some(({ address }) => locksPool(offer, address)),
    ),
  );
  return fitting.map((one) => ({ ...one, sold }));
}

function deepestOf(passed: readonly Passed[]): Passed | undefined {
  return passed.toSorted((a, b) => (a.depth.least!.usd > b.depth.least!.usd ? -1 : 1))[0];
}
