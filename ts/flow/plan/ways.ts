import { isAddressEqual } from "viem";
import type { Context } from "../../core/context.ts";
import { mapConcurrent } from "../../core/data/map-concurrent.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { FundingName } from "../../core/names/names.ts";
import type { Offer, Offers } from "../../funding/funding.ts";
import { FUNDINGS } from "../../funding/index.ts";
import type { LoanAction, PlannableAction } from "../../protocols/action.ts";
import type { Path } from "../../routing/path.ts";
import type { Trading } from "../../routing/pool-book.ts";
import type { PlannedTrade } from "../../routing/pools-after.ts";
import { deepPaths, type ShallowPath } from "./depth/deep-paths.ts";
import { hasSeller } from "./has-seller.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";
import { poolBookAt } from "./pool-book-at.ts";
import { isOwn } from "./search/own-path.ts";

/** Who could pay for an action, and by which paths what it gives could be sold. */
export interface Ways {
  readonly action: PlannableAction;
  readonly offers: readonly Offer[];
  /** Sources of money, pools, and depths of pools, that could not be asked. */
  readonly unasked: readonly Reason[];
  /** Empty where nothing is sold. */
  readonly paths: readonly Path[];
  /** Paths that are not used for what their pools hold. */
  readonly shallow: readonly ShallowPath[];
}

/**
 * All actions side by side, as many as the configuration allows.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function waysOf(
  context: Context,
  actions: readonly PlannableAction[],
  blockNumber: bigint,
  options: PlanOptions,
): Promise<Ways[]> {
  const { once, limits, behind = [] } = options;
  const book = await poolBookAt(context, blockNumber, once);
  const [canHandOn] = await Promise.all([
    hasSeller(context, options.liquidator, blockNumber, once),
    book.read(tradesOf(actions)),
  ]);
  const known = behind.length === 0 ? book : book.after(behind.flatMap(tradesBy));
  return mapConcurrent(actions, Math.max(1, context.config.concurrency), async (action) => {
    const { offers, unasked } = await offersFor(context, action, blockNumber, options);
    const [trade] = tradesOf([action]);
    if (trade === undefined) return { action, offers, unasked, paths: [], shallow: [] };
    const question = { blockNumber, once, minPoolDepthUsd: limits.minPoolDepthUsd };
    const paths = known.paths(trade, limits.venue);
    const {
      deep,
      shallow,
      unasked: unknown,
    } = await deepPaths(context, canHandOn ? paths : paths.filter(isOwn), action.pays, question);
    return { action, offers, unasked: [...unasked, ...book.unasked(), ...unknown], paths: deep, shallow };
  });
}

/** What would have to be sold for these actions; nothing for one that keeps what it receives, or pays in the same token. */
export function tradesOf(actions: readonly LoanAction[]): Trading[] {
  return actions.flatMap(({ receives, pays }) => {
    const [tokenIn, tokenOut] = [receives.token.address, pays.token.address];
    return receives.keptAs !== null || isAddressEqual(tokenIn, tokenOut) ? [] : [{ tokenIn, tokenOut }];
  });
}

/** What a plan trades with pools. */
function tradesBy({ candidate: { route, offer, quote } }: PlannedLiquidation): PlannedTrade[] {
  if (route === null) return [];
  const kind = offer.sale;
  return [{ route, kind, amount: kind === "exact-input" ? quote.seized : quote.funding }];
}

/** The sources that may be asked: all that the action names, or those of them that the user names. */
export function fundingsOf(
  { fundings }: LoanAction,
  { funding }: Pick<PlanOptions, "funding">,
): readonly FundingName[] {
  if (funding === undefined) return fundings;
  const named: readonly FundingName[] = [funding].flat();
  return fundings.filter((name) => named.includes(name));
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
