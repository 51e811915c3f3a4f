import type { Reason } from "../../core/errors/reason.ts";
import type { ShallowRoute } from "./deep-routes.ts";
import { firstRound } from "./next-round.ts";
import type { PlanLimits } from "./plan-limits.ts";
import { isTooLittle } from "./route-depth.ts";
import type { QuoteOf } from "./sizes.ts";
import { apart } from "./usd.ts";
import type { Ways } from "./ways.ts";

interface Passed extends ShallowRoute {
  /** The pair, for people. */
  readonly sold: string;
}

/**
 * Why there is no candidate, where there would be one but for what the pools hold: the deepest route, and what is not known. Pure.
 * @param quoteOf as of `firstRound`
 * @returns null where a pool that holds more would not help either
 */
export function whyShallow(
  ways: readonly Ways[],
  { minPoolDepthUsd }: Pick<PlanLimits, "minPoolDepthUsd">,
  quoteOf: QuoteOf | null,
): Reason | null {
  const passed = ways.flatMap((way) => passedBy(way, quoteOf));
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
    numbers: { depthUsd: usd, minPoolDepthUsd, ...(pool && { pool }) },
  };
}

/** The routes that were passed over and that some source of money would fit. */
function passedBy(way: Ways, quoteOf: QuoteOf | null): Passed[] {
  const routes = way.shallow.map(({ route }) => route);
  const used = new Set(firstRound([{ ...way, routes }], quoteOf).map(({ route }) => route));
  const sold = `${way.action.receives.token.symbol} for ${way.action.pays.token.symbol}`;
  return way.shallow.flatMap((one) => (used.has(one.route) ? [{ ...one, sold }] : []));
}

function deepestOf(passed: readonly Passed[]): Passed | undefined {
  return passed.toSorted((a, b) => (a.depth.least!.usd > b.depth.least!.usd ? -1 : 1))[0];
}
