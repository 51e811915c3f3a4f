import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { FundingName } from "../../core/names/names.ts";
import type { Offer, Offers } from "../../funding/funding.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { LoanAction, PlannableAction } from "../../protocols/action.ts";
import type { Route } from "../../venues/venue.ts";
import { chooseRoutes, NOTHING_SOLD } from "./choose-routes.ts";
import type { ShallowRoute } from "./deep-routes.ts";
import type { PlanOptions } from "./plan-options.ts";
import { FIRST_SIZES_BPS, type QuoteOf, type Sizes, SMALL_SIZES_BPS, sizeOf, sizesOf } from "./sizes.ts";

/** Who could pay for an action, by which routes what it gives could be sold, and at which sizes. */
export interface Ways {
  readonly action: PlannableAction;
  readonly offers: readonly Offer[];
  /** Sources of money, and depths of routes, that could not be asked. */
  readonly unasked: readonly Reason[];
  readonly routes: readonly (Route | null)[];
  /** Routes that are not used for what their pools hold. */
  readonly shallow: readonly ShallowRoute[];
  /** What the user says, else the first shares of the most that may be paid. */
  readonly first: Sizes;
  /** Much smaller ones; none where the user says a size. */
  readonly small: Sizes;
}

/** What the flow knows about where a plan is made. */
export interface PlanSite {
  readonly blockNumber: bigint;
  readonly quoteOf: QuoteOf;
}

const NONE: Sizes = { quotes: [], refusal: null };

/** All actions side by side, as many as the configuration allows. */
export async function waysOf(
  context: Context,
  actions: readonly PlannableAction[],
  site: PlanSite,
  options: PlanOptions,
): Promise<Ways[]> {
  const { repay } = options;
  return mapConcurrent(actions, Math.max(1, context.config.concurrency), async (action) => {
    const first =
      repay === undefined ? sizesOf(action, FIRST_SIZES_BPS, site.quoteOf) : sizeOf(action, repay, site.quoteOf);
    const small = repay === undefined ? sizesOf(action, SMALL_SIZES_BPS, site.quoteOf) : NONE;
    const { blockNumber } = site;
    const { once, limits } = options;
    const question = { blockNumber, once, minPoolDepthUsd: limits.minPoolDepthUsd };
    const [{ offers, unasked }, { unasked: unknown, ...choice }] = await Promise.all([
      offersFor(context, action, blockNumber, options),
      action.receives.keptAs !== null ? NOTHING_SOLD : chooseRoutes(context, action, amountsOf(first, small), question),
    ]);
    return { action, offers, unasked: [...unasked, ...unknown], ...choice, first, small };
  });
}

/** The sources that may be asked: all that the action names, or the one that the user names. */
export function fundingsOf(
  { fundings }: LoanAction,
  { funding }: Pick<PlanOptions, "funding">,
): readonly FundingName[] {
  return funding === undefined ? fundings : fundings.filter((name) => name === funding);
}

async function offersFor(
  context: Context,
  action: LoanAction,
  blockNumber: bigint,
  options: PlanOptions,
): Promise<Offers> {
  const { caller, liquidator, once } = options;
  const debt = action.pays.token;
  const asked = fundingsOf(action, options).map((name) =>
    once(`offers ${blockNumber} ${name} ${debt.address} ${caller} ${liquidator}`, () =>
      FUNDINGS[name].offers(context, { debt, blockNumber, caller, liquidator }),
    ),
  );
  const answers = await Promise.all(asked);
  return { offers: answers.flatMap(({ offers }) => offers), unasked: answers.flatMap(({ unasked }) => unasked) };
}

/** What the largest size and the smallest of either list would sell, collateral units. */
function amountsOf(first: Sizes, small: Sizes): bigint[] {
  const sizes = [first.quotes[0], first.quotes.at(-1), small.quotes.at(-1)];
  return [...new Set(sizes.flatMap((quote) => (quote ? [quote.seized] : [])))];
}
