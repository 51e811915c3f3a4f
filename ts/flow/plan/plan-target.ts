import type { Context } from "../../core/context.ts";
import type { AnyProtocol } from "../../protocols/protocol.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { allowedActions } from "./allowed-actions.ts";
import type { Candidate } from "./candidate.ts";
import { chooseActions } from "./choose-actions.ts";
import { choosePlan } from "./choose-plan.ts";
import { type Evaluation, evaluate } from "./evaluate.ts";
import { explainNoCandidate } from "./explain-no-candidate.ts";
import { closerRound, firstRound, smallRound } from "./next-round.ts";
import type { PlanInput } from "./plan-input.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlannedLiquidation, PlanResult } from "./planned-liquidation.ts";
import { quoteCandidates } from "./quote-candidates.ts";
import { sayUnasked, unaskedOf } from "./say-unasked.ts";
import type { QuoteOf } from "./sizes.ts";
import { tipLost } from "./tip-lost.ts";
import { unreadPricesOf } from "./unread-prices-of.ts";
import { waysOf } from "./ways.ts";
import { whyShallow } from "./why-shallow.ts";

/** Most looks around the chosen size, each a round trip; another one is taken while the last gained a hundredth. */
const CLOSER_ROUNDS = 3;

/**
 * plan: reads what planning needs (offers, live pools, quotes), judges every candidate once, and looks around the best sizes
 * for better ones, and at much smaller ones when the pools cannot take any of the first.
 * @param assessed with actions; may have been stored and read again
 * @returns the plan with what could not be asked, or why there is none: when something could not be asked, that
 */
export async function planTarget(
  context: Context,
  protocol: AnyProtocol,
  assessed: AssessedTarget,
  options: PlanOptions,
): Promise<PlanResult> {
  const lost = tipLost(options.limits);
  if (lost !== null) return { ok: false, reason: lost, best: null };
  const { assessment, market, position } = assessed;
  const chosen = chooseActions(assessment, protocol, options);
  const actions = "code" in chosen ? chosen : allowedActions(chosen, assessment.target, options.limits);
  if ("code" in actions) return { ok: false, reason: actions, best: null };

  const { blockNumber, timestamp } = assessment;
  const at = { timestamp, horizonSeconds: options.horizonSeconds };
  const quoteOf: QuoteOf = (action, size) => protocol.quote(market, position, action, size, at);
  const ways = await waysOf(context, actions, { blockNumber, quoteOf }, options);
  const unlent = ways.flatMap(({ unasked }) => unasked);
  const isAsked = options.repay !== undefined;
  const sizesBy = isAsked ? null : quoteOf;
  const first = firstRound(ways, sizesBy);
  if (first.length === 0) {
    const shallow = whyShallow(ways, options.limits, sizesBy);
    const reason = shallow ?? (await explainNoCandidate(context, ways, options, blockNumber));
    return sayUnasked({ ok: false, reason, best: null }, unlent);
  }

  const { gasPrice, limits } = options;
  const unreadPrices = await unreadPricesOf(context, actions, blockNumber, options.once);
  const input: PlanInput = { assessment, gasPrice, limits, unreadPrices, wrappedNative: context.book.wrappedNative };
  const all: Evaluation[] = [];
  const judge = async (candidates: readonly Candidate[]) => {
    const evaluations = await judged(context, candidates, blockNumber, input);
    all.push(...evaluations);
    return evaluations;
  };
  const large = await judge(first);
  if (isAsked) return sayUnasked(choosePlan(large, limits), [...unlent, ...unaskedOf(all)]);
  const tried = [...large, ...(await judge(smallRound(ways, large, limits, quoteOf)))];
  const result = await improve(tried, limits, quoteOf, judge);
  return sayUnasked(result, [...unlent, ...unaskedOf(all)]);
}

async function judged(
  context: Context,
  candidates: readonly Candidate[],
  blockNumber: bigint,
  input: PlanInput,
): Promise<Evaluation[]> {
  const quoted = await quoteCandidates(context, candidates, blockNumber);
  return quoted.map((candidate) => evaluate(candidate, input));
}

/** Looks around the sizes of the best ways until that gains next to nothing. */
async function improve(
  start: readonly Evaluation[],
  limits: PlanOptions["limits"],
  quoteOf: QuoteOf,
  judge: (candidates: readonly Candidate[]) => Promise<Evaluation[]>,
): Promise<PlanResult> {
  let tried = start;
  let result = choosePlan(tried, limits);
  for (let round = 0; round < CLOSER_ROUNDS; round++) {
    const best = bestOf(result);
    const around = best === null ? [] : closerRound(result, tried, quoteOf);
    if (best === null || around.length === 0) break;
    tried = [...tried, ...(await judge(around))];
    result = choosePlan(tried, limits);
    const gain = bestOf(result)!.expected.netUsd - best.expected.netUsd;
    if (gain === 0n || gain * 100n <= best.expected.netUsd) break;
  }
  return result;
}

function bestOf(result: PlanResult): PlannedLiquidation | null {
  return result.ok ? result.plan : result.best;
}
