import type { Address } from "viem";
import type { Context } from "../core/context.ts";
import type { ProtocolName } from "../core/names/names.ts";
import type { ResolvedBlock } from "../core/rpc/block.ts";
import { type Action, isLoanAction, type QuoteResult } from "../protocols/action.ts";
import type { Assessment } from "../protocols/assessment.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { OnProgress } from "../protocols/protocol.ts";
import type { Target } from "../protocols/target.ts";
import { assessTargets } from "./assess/assess-targets.ts";
import type { AssessedTarget } from "./assess/assessed-target.ts";
import { unreadFailure } from "./assess/unread-failure.ts";
import { inMarket } from "./find/in-market.ts";
import type { MarketChoice } from "./find/market-choice.ts";

export interface InspectRequest {
  /** Null: only with a target. */
  readonly user: Address | null;
  /** Exactly this one; null: all of the user's. */
  readonly target: Target | null;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
  readonly block: ResolvedBlock;
  readonly onProgress?: OnProgress;
}

/** What one call of an action could do at most; null where nothing is paid. */
export interface ActionLine {
  readonly action: Action;
  readonly most: QuoteResult | null;
}

/** One target, complete, with what could be repaid and seized by each action. */
export interface Inspection {
  readonly assessment: Assessment;
  readonly actions: readonly ActionLine[];
}

/**
 * Every account of a user that has any position, or that could not be read.
 * @throws as {@link assessTargets}; RpcError when there are none but accounts that could not be read.
 */
export async function inspect(context: Context, request: InspectRequest): Promise<Inspection[]> {
  const all = inMarket(
    await assessTargets(context, { ...request, liquidationPrices: true }),
    request.market,
    context.book,
  );
  const shown = all.filter(
    ({ assessment: { positions, status } }) => positions.length > 0 || status.kind === "refused",
  );
  const assessments = shown.map(({ assessment }) => assessment);
  const failure = assessments.every((one) => unreadFailure([one]) !== null) ? unreadFailure(assessments) : null;
  if (failure !== null) throw failure;
  return shown.map((one) => ({ assessment: one.assessment, actions: linesOf(context, one) }));
}

function linesOf({ config }: Context, { assessment, market, position }: AssessedTarget): ActionLine[] {
  const protocol = PROTOCOLS[assessment.target.protocol];
  const at = { timestamp: assessment.timestamp, horizonSeconds: config.horizonSeconds };
  return assessment.actions.map((action) => ({
    action,
    most: isLoanAction(action) ? protocol.quote(market, position, action, action.pays.most, at) : null,
  }));
}
