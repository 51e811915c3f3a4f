import type { Context } from "../../core/context.ts";
import type { Once } from "../../core/data/once.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { LoanAction } from "../../protocols/action.ts";
import { VENUES } from "../../venues/index.ts";
import type { PoolHolding, Route } from "../../venues/venue.ts";
import { depthOf, judgeDepth, type RouteDepth } from "./route-depth.ts";
import { readUsdPrices } from "./usd-prices.ts";

/** A route that is not used for what its pools hold. */
export interface ShallowRoute {
  readonly route: Route;
  readonly depth: RouteDepth;
}

/** Routes of one pair, apart by what their pools hold. */
export interface RoutesByDepth {
  readonly deep: readonly Route[];
  readonly shallow: readonly ShallowRoute[];
  /** Why it is not known of some; they are in neither list. */
  readonly unasked: readonly Reason[];
}

/** How much is wanted, and where. */
export interface DepthQuestion {
  /** 0: nothing is asked, and every route is deep enough. */
  readonly minPoolDepthUsd: bigint;
  readonly blockNumber: bigint;
  readonly once: Once;
}

/**
 * The routes whose every pool holds enough of the token that it pays out, in the given order, and the others. One question to each
 * venue for the pair, and one for the prices of all pairs of the block.
 * @param routes of one pair
 * @param pays the debt, whose price is what the protocol's oracle says where it has one
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function deepRoutes(
  context: Context,
  routes: readonly Route[],
  pays: LoanAction["pays"],
  { minPoolDepthUsd, ...site }: DepthQuestion,
): Promise<RoutesByDepth> {
  if (minPoolDepthUsd === 0n || routes.length === 0) return { deep: routes, shallow: [], unasked: [] };
  const [holdings, prices] = await Promise.all([
    holdingsOf(context, routes, site),
    pricesFor(context, routes, pays, site),
  ]);
  const judged = routes.map((route) => {
    const depth = depthOf(route, holdings.get(keyOf(route)) ?? [], prices);
    return { route, depth, verdict: judgeDepth(depth, minPoolDepthUsd) };
  });
  const left = judged.filter(({ verdict }) => verdict === "deep");
  context.logger.debug("routes deep enough", { routes: left.length, of: routes.length, block: site.blockNumber });
  return {
    deep: left.map(({ route }) => route),
    shallow: judged.filter(({ verdict }) => verdict === "shallow"),
    unasked: unaskedOf(
      judged.flatMap(({ depth, verdict }) => (verdict === "unasked" ? [depth] : [])),
      routes.length,
    ),
  };
}

/** Of each route by {@link keyOf}: every venue is asked for its own, all at once. */
async function holdingsOf(
  context: Context,
  routes: readonly Route[],
  { blockNumber, once }: Pick<DepthQuestion, "blockNumber" | "once">,
): Promise<ReadonlyMap<string, readonly PoolHolding[]>> {
  const { tokens } = routes[0]!;
  return once(`holdings ${blockNumber} ${tokens[0]} ${tokens.at(-1)}`, async () => {
    const answers = Object.values(VENUES).map(async (venue) => {
      const own = routes.filter((route) => route.venue === venue.name);
      const holdings = own.length === 0 ? [] : await venue.holdings(context, own, blockNumber);
      return own.flatMap((route, index) => (holdings[index] ? [[keyOf(route), holdings[index]] as const] : []));
    });
    return new Map((await Promise.all(answers)).flat());
  });
}

function keyOf({ venue, path }: Route): string {
  return `${venue} ${path}`;
}

async function pricesFor(
  context: Context,
  routes: readonly Route[],
  { token, priceUsd }: LoanAction["pays"],
  { blockNumber, once }: Pick<DepthQuestion, "blockNumber" | "once">,
): Promise<ReadonlyMap<string, bigint | null>> {
  const debt = token.address.toLowerCase();
  const known = new Map(priceUsd === null ? [] : [[debt, priceUsd] as const]);
  const paidOut = routes.flatMap(({ tokens }) => tokens.slice(1).map((one) => one.toLowerCase()));
  const wanted = paidOut.filter((one) => !known.has(one));
  if (wanted.length === 0) return known;
  // with all that routes may pass through, so that one question serves every pair
  const between = context.book.routeTokens.map((one) => one.toLowerCase());
  const tokens = [...new Set([...between, ...wanted])].sort() as (typeof token.address)[];
  const read = await once(`prices ${blockNumber} ${tokens}`, () => readUsdPrices(context, tokens, blockNumber));
  return new Map([...read, ...known]);
}

/** Each failure once, with how many routes it concerns. */
function unaskedOf(depths: readonly RouteDepth[], of: number): Reason[] {
  const reasons = new Map(depths.map(({ unknown }) => [unknown!.message, unknown!]));
  return [...reasons.values()].map((reason) => {
    const routes = depths.filter(({ unknown }) => unknown!.message === reason.message).length;
    return { ...reason, message: `of ${of} routes ${routes}: ${reason.message}`, numbers: { routes, of } };
  });
}
