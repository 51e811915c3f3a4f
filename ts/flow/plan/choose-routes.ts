import { isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import type { LoanAction } from "../../protocols/action.ts";
import { VENUES } from "../../venues/index.ts";
import type { Route } from "../../venues/venue.ts";
import { type DepthQuestion, deepRoutes, type ShallowRoute } from "./deep-routes.ts";
import { quoteRoutes } from "./quote-routes.ts";

/** Routes that stay, for each amount. */
const ROUTES_KEPT = 4;

/** What may be sold by, and why not by more. */
export interface RouteChoice {
  /** `[null]` where nothing is sold. */
  readonly routes: readonly (Route | null)[];
  /** What is not used for what its pools hold. */
  readonly shallow: readonly ShallowRoute[];
  readonly unasked: readonly Reason[];
}

/** What is chosen when nothing is sold. */
export const NOTHING_SOLD: RouteChoice = { routes: [null], shallow: [], unasked: [] };

/**
 * The routes worth quoting at every size: every direct pool, and the best few for each of the amounts, since what is best
 * for little may not be for much. A route that could not be asked stays, and its quotes will tell; one whose pools hold too
 * little, or of which that is not known, does not.
 * @param amounts collateral units
 * @returns {@link NOTHING_SOLD} when collateral and debt are the same asset
 */
export async function chooseRoutes(
  context: Context,
  { receives, pays }: LoanAction,
  amounts: readonly bigint[],
  question: DepthQuestion,
): Promise<RouteChoice> {
  const { blockNumber, once } = question;
  const [tokenIn, tokenOut] = [receives.token.address, pays.token.address];
  if (isAddressEqual(tokenIn, tokenOut)) return NOTHING_SOLD;
  if (amounts.length === 0) return { routes: [], shallow: [], unasked: [] };
  const found = await once(`routes ${blockNumber} ${tokenIn} ${tokenOut}`, async () => {
    const routes = Object.values(VENUES).map((venue) => venue.routes(context, tokenIn, tokenOut, blockNumber));
    return (await Promise.all(routes)).flat();
  });
  const { deep, ...left } = await deepRoutes(context, found, pays, question);
  return { routes: await bestOf(context, deep, amounts, blockNumber), ...left };
}

async function bestOf(
  context: Context,
  live: readonly Route[],
  amounts: readonly bigint[],
  blockNumber: bigint,
): Promise<readonly Route[]> {
  if (live.length <= ROUTES_KEPT) return live;
  const requests = amounts.flatMap((amount) => live.map((route) => ({ route, kind: "exact-input" as const, amount })));
  const answers = await quoteRoutes(context, requests, blockNumber);
  const kept = new Set(live.filter(({ fees }) => fees.length === 1));
  for (const index of amounts.keys()) {
    const brought = live.flatMap((route, place) => {
      const answer = answers[index * live.length + place]!;
      if (!answer.ok && isUnasked(answer.reason)) kept.add(route);
      return answer.ok ? [{ route, amount: answer.amount }] : [];
    });
    brought.sort((a, b) => (a.amount > b.amount ? -1 : 1));
    for (const { route } of brought.slice(0, ROUTES_KEPT)) kept.add(route);
  }
  return live.filter((route) => kept.has(route));
}
