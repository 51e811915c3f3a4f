import { isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import type { Once } from "../../core/data/once.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import type { LoanAction } from "../../protocols/action.ts";
import { VENUES } from "../../venues/index.ts";
import type { Route } from "../../venues/venue.ts";
import { quoteRoutes } from "./quote-routes.ts";

/** Routes that stay, for each amount. */
const ROUTES_KEPT = 4;

/**
 * The routes worth quoting at every size: every direct pool, and the best few for each of the amounts, since what is best
 * for little may not be for much. A route that could not be asked stays, and its quotes will tell.
 * @param amounts collateral units
 * @returns `[null]` when collateral and debt are the same asset and nothing is sold
 */
export async function chooseRoutes(
  context: Context,
  { receives, pays }: LoanAction,
  amounts: readonly bigint[],
  { blockNumber, once }: { readonly blockNumber: bigint; readonly once: Once },
): Promise<(Route | null)[]> {
  const [tokenIn, tokenOut] = [receives.token.address, pays.token.address];
  if (isAddressEqual(tokenIn, tokenOut)) return [null];
  if (amounts.length === 0) return [];
  const live = await once(`routes ${blockNumber} ${tokenIn} ${tokenOut}`, async () => {
    const routes = Object.values(VENUES).map((venue) => venue.routes(context, tokenIn, tokenOut, blockNumber));
    return (await Promise.all(routes)).flat();
  });
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
