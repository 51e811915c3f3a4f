import type { Context } from "../../core/context.ts";
import type { Reason } from "../../core/errors/reason.ts";
import type { AnyProtocol } from "../../protocols/protocol.ts";
import { targetKey } from "../../protocols/target.ts";
import type { AssessedTarget } from "../assess/assessed-target.ts";
import { allowedActions } from "./allowed-actions.ts";
import { chooseActions } from "./choose-actions.ts";
import { choosePlan } from "./choose-plan.ts";
import { whyShallow } from "./depth/why-shallow.ts";
import { evaluate } from "./evaluate.ts";
import { explainNoCandidate } from "./explain-no-candidate.ts";
import type { PlanInput } from "./plan-input.ts";
import type { PlanOptions } from "./plan-options.ts";
import type { PlanResult } from "./planned-liquidation.ts";
import { sayUnasked, unaskedOf } from "./say-unasked.ts";
import type { QuoteOf } from "./search/accepted-sizes.ts";
import { searchWays } from "./search/search-ways.ts";
import { tipLost } from "./tip-lost.ts";
import { unreadPricesOf } from "./unread-prices-of.ts";
import { waysOf } from "./ways.ts";

/**
 * plan: reads what planning needs (offers, the states of the pools, prices), searches the best size, source and sale of every action by
 * numbers, computes what was found exactly, and judges it.
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
  const { gasPrice, limits, once, horizonSeconds } = options;
  const quoteOf: QuoteOf = (action, size) =>
    protocol.quote(market, position, action, size, { timestamp, horizonSeconds });
  const [ways, unreadPrices] = await Promise.all([
    waysOf(context, actions, blockNumber, options),
    unreadPricesOf(context, actions, blockNumber, once),
  ]);
  const unasked = ways.flatMap((way) => way.unasked);
  const input: PlanInput = { assessment, gasPrice, limits, unreadPrices, wrappedNative: context.book.wrappedNative };
  const computed = withoutThrowing(() => {
    const searched = searchWays(ways, quoteOf, options);
    const candidates = searched.flatMap((one) => one.candidates);
    const shallow = candidates.length === 0 ? whyShallow(searched, limits) : null;
    return { searched, shallow, evaluations: candidates.map((candidate) => evaluate(candidate, input)) };
  });
  if ("code" in computed) {
    context.logger.warn(computed.message, { target: targetKey(assessment.target) });
    return sayUnasked({ ok: false, reason: computed, best: null }, unasked);
  }
  const { searched, shallow, evaluations } = computed;
  if (evaluations.length === 0) {
    const reason = shallow ?? (await explainNoCandidate(context, searched, options, { blockNumber, quoteOf }));
    return sayUnasked({ ok: false, reason, best: null }, unasked);
  }
  return sayUnasked(choosePlan(evaluations, limits), [...unasked, ...unaskedOf(evaluations)]);
}

/** What strangers' contracts answered may be made to break this account's plan; it breaks nobody else's. */
function withoutThrowing<T extends object>(compute: () => T): T | Reason {
  try {
    return compute();
  } catch (error) {
    return { code: "plan-failed", message: `no plan could be computed: ${oneLine(error)}` };
  }
}

function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0]!.slice(0, 200);
}
