import type { Context } from "../../core/context.ts";
import { createOnce } from "../../core/data/once.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { MarketReads } from "../../protocols/protocol.ts";
import { marketKey } from "../../protocols/target.ts";
import { addPrices } from "../assess/add-prices.ts";
import { knownPrices } from "../assess/known-prices.ts";
import { missingPrices } from "../assess/missing-prices.ts";
import { wantedOf } from "../plan/wanted-of.ts";
import { type Proposal, type ProposeRequest, planWanted } from "../propose.ts";
import { afterPlan } from "./after-plan.ts";

/** What the user wants of every round. */
export type RoundRequest = Pick<ProposeRequest, "collateral" | "debt" | "repay" | "funding" | "inKind" | "caller">;

/**
 * A further liquidation of the same account, on what the one before leaves of it: null when it is not liquidatable any more, when no
 * plan is worth it, or when that state cannot be computed. Pools are quoted as they are before both: what the two do to them is for
 * the simulation to say.
 */
export async function nextProposal(
  context: Context,
  before: Proposal,
  request: RoundRequest,
): Promise<Proposal | null> {
  const { states, assessment, gasPrice } = before;
  if (states === undefined) return null;
  const prices = await pricesFor(context, before);
  const assessed = afterPlan(context, { assessment, states }, before.plan, prices);
  if (assessed === null || assessed.assessment.actions.length === 0) return null;
  const wanted = wantedStill(assessed.assessment, request);
  if (wanted === null) return null;
  const { market, position } = assessed;
  const result = await planWanted(context, assessed, wanted, { request, gasPrice, once: createOnce() });
  context.logger.debug("a further round", { ok: result.ok, why: result.ok ? null : result.reason.message });
  if (!result.ok) return null;
  const { plan, alternatives } = result;
  return { assessment: assessed.assessment, states: { market, position }, plan, alternatives, gasPrice };
}

/** Null when what the user named is gone. */
function wantedStill(...[assessment, request]: [Parameters<typeof wantedOf>[0], RoundRequest]) {
  try {
    return wantedOf(assessment, request, true);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

async function pricesFor(context: Context, { assessment, states }: Proposal): Promise<Map<string, bigint>> {
  const { target, blockNumber, timestamp } = assessment;
  const protocol = PROTOCOLS[target.protocol];
  const market = { ok: true, blockNumber, timestamp, state: states!.market } as const;
  const markets: MarketReads<unknown> = new Map([[marketKey(target), market]]);
  const prices = knownPrices(protocol, markets);
  addPrices(prices, await missingPrices(context, protocol, markets, prices, blockNumber));
  return prices;
}
