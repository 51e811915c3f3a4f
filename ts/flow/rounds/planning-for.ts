import type { Context } from "../../core/context.ts";
import type { Once } from "../../core/data/once.ts";
import { UsageError } from "../../core/errors/errors.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { MarketReads } from "../../protocols/protocol.ts";
import { marketKey } from "../../protocols/target.ts";
import { addPrices } from "../assess/add-prices.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { knownPrices } from "../assess/known-prices.ts";
import { missingPrices } from "../assess/missing-prices.ts";
import type { Planning } from "../batch/batch.ts";
import type { PlannedLiquidation } from "../plan/planned-liquidation.ts";
import { wantedOf } from "../plan/wanted-of.ts";
import { type Proposal, type ProposeRequest, planWanted } from "../propose.ts";
import { afterPlan } from "./after-plan.ts";

/** What the user wants of every liquidation, and the memory of the block that they are planned on. */
export interface PlanningRequest
  extends Pick<ProposeRequest, "collateral" | "debt" | "repay" | "funding" | "inKind" | "caller"> {
  readonly once: Once;
  /** Absent: one. */
  readonly rounds?: number;
}

/**
 * Plans the liquidations of a batch, each by pools as those before it leave them. What those before do to the reserves of a protocol is for
 * the simulation to say, but for those of the same account.
 */
export function planningFor(context: Context, request: PlanningRequest): Planning {
  const plan = async (assessed: AssessedTarget, { gasPrice }: Proposal, before: readonly PlannedLiquidation[]) => {
    const wanted = wantedStill(assessed.assessment, request);
    if (wanted === null) return null;
    const ground = { request, gasPrice, once: request.once, behind: before };
    const result = await planWanted(context, assessed, wanted, ground);
    context.logger.debug("planned behind others", { ok: result.ok, why: result.ok ? null : result.reason.message });
    if (!result.ok) return null;
    const { assessment, market, position } = assessed;
    return { assessment, states: { market, position }, plan: result.plan, alternatives: result.alternatives, gasPrice };
  };
  return {
    most: request.rounds ?? 1,
    async behind(proposal, before) {
      const { states, assessment } = proposal;
      return states === undefined ? null : plan({ assessment, ...states }, proposal, before);
    },
    async next(last, before) {
      const { states, assessment } = last;
      if (states === undefined) return null;
      const left = afterPlan(context, { assessment, states }, last.plan, await pricesFor(context, last));
      if (left === null || left.assessment.actions.length === 0) return null;
      return plan(left, last, before);
    },
  };
}

/** Null when what the user named is gone. */
function wantedStill(...[assessment, request]: [Parameters<typeof wantedOf>[0], PlanningRequest]) {
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
