import type { Address } from "viem";
import type { Aggregator } from "../aggregators/aggregator.ts";
import type { Context } from "../core/context.ts";
import { createOnce, type Once } from "../core/data/once.ts";
import type { Reason } from "../core/errors/reason.ts";
import { isUnasked } from "../core/errors/unasked.ts";
import type { FundingName, ProtocolName } from "../core/names/names.ts";
import type { ResolvedBlock } from "../core/rpc/block.ts";
import type { RepayChoice } from "../core/tokens/repay-choice.ts";
import type { TokenChoice } from "../core/tokens/token-choice.ts";
import type { Assessment } from "../protocols/assessment.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import type { OnProgress } from "../protocols/protocol.ts";
import { type Target, targetKey } from "../protocols/target.ts";
import { assessTargets } from "./assess/assess-targets.ts";
import type { AssessedTarget } from "./assess/assessed-target.ts";
import type { Consideration, Considered, States } from "./consideration.ts";
import { actionable } from "./find/actionable.ts";
import { inMarket } from "./find/in-market.ts";
import type { MarketChoice } from "./find/market-choice.ts";
import { protocolsHere } from "./find/protocols-here.ts";
import { type GasPrice, readGasPrice } from "./plan/gas.ts";
import { liquidatorOf } from "./plan/liquidator-of.ts";
import type { PlanOptions } from "./plan/plan-options.ts";
import { planTarget } from "./plan/plan-target.ts";
import type { PlannedLiquidation, PlanResult } from "./plan/planned-liquidation.ts";
import { wantedOf } from "./plan/wanted-of.ts";
import { failureFor } from "./why-not.ts";
import { withAggregators } from "./with-aggregators.ts";

/** What is to be liquidated, and what is left open. */
export interface ProposeRequest {
  /** Null: only with a target. */
  readonly user: Address | null;
  /** Exactly this one; null: whichever of the user's pays best. */
  readonly target: Target | null;
  readonly protocols: readonly ProtocolName[];
  readonly market: MarketChoice | null;
  readonly collateral: TokenChoice | null;
  readonly debt: TokenChoice | null;
  readonly repay: RepayChoice;
  /** One source, some that may pay alone or together, or `auto`: whichever pay best. */
  readonly funding: FundingName | readonly FundingName[] | "auto";
  /** Take what stands for the collateral, and keep it. */
  readonly inKind: boolean;
  /** Who would send; null when nobody is known. */
  readonly caller: Address | null;
  readonly block: ResolvedBlock;
  /** Asked whether they pay more for the sale of the best plan; absent: nobody is. */
  readonly aggregators?: readonly Aggregator[];
  readonly onProgress?: OnProgress;
  /** Shared with whoever plans on the same blocks; absent: what is read is remembered for this one. */
  readonly once?: Once;
}

/** A plan and what it rests on. */
export interface Proposal {
  readonly assessment: Assessment;
  readonly plan: PlannedLiquidation;
  readonly alternatives: readonly PlannedLiquidation[];
  readonly gasPrice: GasPrice;
  /** What the assessment rests on: for whoever wants to know what the plan leaves. Absent: nobody can tell. */
  readonly states?: States;
}

/**
 * discover, assess and plan for one user or target: the best plan over all accounts.
 * @throws UsageError for an asset or amount that does not fit the account, NothingToDo when there is nothing to liquidate
 * or no way to, RefusedError when a limit forbids the best plan.
 */
export async function propose(context: Context, request: ProposeRequest): Promise<Proposal> {
  const consideration = await consider(context, request);
  const proposal = bestOf(consideration);
  if (proposal) return withAggregators(context, proposal, request);
  throw failureFor(consideration);
}

/** discover, assess and plan: what there is, and why not. Throws as {@link propose}, except for reasons. */
export async function consider(context: Context, request: ProposeRequest): Promise<Consideration> {
  const { block, user, target } = request;
  const { book } = context;
  // what does not exist is refused before anything is asked
  protocolsHere(request, book);
  const gas = readGasPrice(context, block.number);
  // asked for beside the accounts; its failure matters only where something can be done
  gas.catch(() => {});
  const all = await assessTargets(context, request);
  const who = user ?? (target ? targetKey(target) : "nobody");
  const candidates = actionable(inMarket(all, request.market, book), who);
  const gasPrice = await gas;
  const { once = createOnce() } = request;
  const targets: Considered[] = [];
  for (const assessed of candidates) {
    const { assessment, market, position } = assessed;
    const states = { market, position };
    if (assessment.actions.length === 0 && assessment.status.kind === "refused") {
      targets.push({ assessment, states, result: { ok: false, reason: assessment.status.reason, best: null } });
      continue;
    }
    const wanted = wantedOf(assessment, request, candidates.length === 1);
    if (wanted === null) continue;
    targets.push({
      assessment,
      states,
      result: await planWanted(context, assessed, wanted, { request, gasPrice, once }),
    });
  }
  return { gasPrice, targets };
}

/** What planning is told besides the account. */
export interface PlanGround {
  readonly request: Pick<ProposeRequest, "funding" | "inKind" | "caller">;
  readonly gasPrice: GasPrice;
  readonly once: Once;
  /** As {@link PlanOptions.behind}. */
  readonly behind?: readonly PlannedLiquidation[];
}

/** plan for one account, as the user wants it. */
export function planWanted(
  context: Context,
  assessed: AssessedTarget,
  wanted: NonNullable<ReturnType<typeof wantedOf>>,
  { request: { funding, inKind, caller }, gasPrice, once, behind }: PlanGround,
): Promise<PlanResult> {
  const { config, book } = context;
  const protocol = PROTOCOLS[assessed.assessment.target.protocol];
  return planTarget(context, protocol, assessed, {
    ...wanted,
    ...(funding !== "auto" && { funding }),
    limits: config,
    horizonSeconds: config.horizonSeconds,
    once,
    gasPrice,
    caller,
    liquidator: liquidatorOf(book, protocol),
    inKind,
    ...(behind && { behind }),
  });
}

const planOf = ({ plan, alternatives }: Extract<PlanResult, { ok: true }>) => ({ plan, alternatives });

/** The plan that earns most; null when no target has one. */
export function bestOf({ targets, gasPrice }: Consideration): Proposal | null {
  const proposals: Proposal[] = [];
  // of the user's other accounts
  const unasked: Reason[] = [];
  for (const { assessment, states, result } of targets) {
    if (result.ok) proposals.push({ assessment, states, ...planOf(result), gasPrice });
    else if (isUnasked(result.reason)) unasked.push(result.reason);
  }
  proposals.sort((a, b) => (a.plan.expected.netUsd > b.plan.expected.netUsd ? -1 : 1));
  const [best] = proposals;
  if (best === undefined) return null;
  return { ...best, plan: { ...best.plan, unasked: [...best.plan.unasked, ...unasked] } };
}
