import type { Context } from "../../core/context.ts";
import type { FundingName } from "../../core/names/names.ts";
import type { Offer } from "../../funding/funding.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { Pair } from "../../protocols/types.ts";
import type { Route } from "../../venues/venue.ts";
import { type Candidate, FIRST_SIZES_BPS, SMALL_SIZES_BPS, sizesOf, withinOffer } from "./candidates.ts";
import { chooseRoutes } from "./choose-routes.ts";
import type { PrepareOptions } from "./prepare-options.ts";

/** Who could pay for a pair, and by which routes its collateral could be sold. */
export interface Ways {
  readonly pair: Pair;
  readonly offers: readonly Offer[];
  readonly routes: readonly (Route | null)[];
}

/** One pair after the other: an account with many assets must not flood the endpoint. */
export async function waysOf(
  context: Context,
  pairs: readonly Pair[],
  names: readonly FundingName[],
  blockNumber: bigint,
  options: PrepareOptions,
): Promise<Ways[]> {
  const { caller, liquidator, once } = options;
  const ways: Ways[] = [];
  for (const pair of pairs) {
    const request = { debt: pair.debt, blockNumber, caller, liquidator };
    const asked = names.map((name) =>
      once(`offers ${blockNumber} ${name} ${pair.debt.address} ${caller} ${liquidator}`, () =>
        FUNDINGS[name].offers(context, request),
      ),
    );
    const offers = (await Promise.all(asked)).flat();
    const routes = options.receiveAToken
      ? [null]
      : await chooseRoutes(context, pair, amountsOf(pair, options), { blockNumber, once });
    ways.push({ pair, offers, routes });
  }
  return ways;
}

/** Sizes of a pair that the protocol accepts: what the user says, else the given shares of the largest repay. */
export function sizesFor(
  pair: Pair,
  sizesBps: readonly bigint[],
  { repay, receiveAToken }: PrepareOptions,
): ReturnType<typeof sizesOf> {
  if (repay === undefined) return sizesOf(pair, sizesBps, receiveAToken);
  const result = pair.quote(repay, receiveAToken);
  return result.ok ? { quotes: [result.quote], refusal: null } : { quotes: [], refusal: result.reason };
}

/** Every size, source and route of a pair. */
export function candidatesOf(
  { pair, offers, routes }: Ways,
  sizesBps: readonly bigint[],
  options: PrepareOptions,
): Candidate[] {
  const { quotes } = sizesFor(pair, sizesBps, options);
  const keeps = options.receiveAToken;
  return offers.flatMap((offer) => {
    const sizes = options.repay === undefined ? withinOffer(pair, quotes, offer, keeps) : quotes;
    return sizes.flatMap((quote) => routes.map((route) => ({ pair, offer, quote, route, keeps })));
  });
}

/** What the largest size and the smallest of either list would sell, collateral units. */
function amountsOf(pair: Pair, options: PrepareOptions): bigint[] {
  const { quotes } = sizesFor(pair, FIRST_SIZES_BPS, options);
  const { quotes: small } = sizesFor(pair, SMALL_SIZES_BPS, options);
  const sizes = [quotes[0], quotes.at(-1), small.at(-1)];
  return [...new Set(sizes.flatMap((quote) => (quote ? [quote.seized] : [])))];
}
