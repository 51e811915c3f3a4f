import { isAddressEqual } from "viem";
import type { AcceptedQuote, Aggregator, AggregatorRequest } from "../aggregators/aggregator.ts";
import { askAggregators } from "../aggregators/ask-aggregators.ts";
import { saleOf } from "../aggregators/sale-of.ts";
import { AGGREGATOR_SETTINGS } from "../aggregators/settings.ts";
import type { Context } from "../core/context.ts";
import { createOnce } from "../core/data/once.ts";
import { InterruptedError } from "../core/errors/errors.ts";
import { min } from "../core/math/math.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { sellerAddress } from "./deploy/seller-address.ts";
import type { QuotedCandidate } from "./plan/candidate.ts";
import { choosePlan } from "./plan/choose-plan.ts";
import { type Evaluation, evaluate } from "./plan/evaluate.ts";
import { hasSeller } from "./plan/has-seller.ts";
import type { PlanInput } from "./plan/plan-input.ts";
import type { PlannedLiquidation } from "./plan/planned-liquidation.ts";
import type { Proposal, ProposeRequest } from "./propose.ts";
import { ANYBODY } from "./simulate/run-liquidator.ts";

/**
 * The proposal with every sale that aggregators offer in place of the one that is planned: each one more way, judged as the others are.
 * As it was where nobody is to be asked or nobody answers: a failure is said, and changes nothing.
 * @throws InterruptedError when the context's signal is aborted.
 */
export async function withAggregators(
  context: Context,
  proposal: Proposal,
  request: Pick<ProposeRequest, "aggregators" | "caller">,
): Promise<Proposal> {
  const { aggregators = [] } = request;
  if (aggregators.length === 0 || !isReplaceable(context, proposal.plan)) return proposal;
  try {
    const offered = await offersFor(context, proposal, aggregators, request.caller);
    return offered.length === 0 ? proposal : withOffered(context, proposal, offered);
  } catch (error) {
    if (context.signal.aborted) throw new InterruptedError();
    context.logger.warn("no aggregator could be asked", { reason: error instanceof Error ? error.message : null });
    return proposal;
  }
}

/** Whether a plan sells something, with money that is there before, and may sell it anywhere. */
function isReplaceable(
  { config }: Pick<Context, "config">,
  { candidate: { action, offer, route } }: PlannedLiquidation,
): boolean {
  const { pays, receives } = action;
  if (route === null || receives.keptAs !== null || isAddressEqual(pays.token.address, receives.token.address)) {
    return false;
  }
  return offer.sale === "exact-input" && config.venue.length === 0;
}

async function offersFor(
  context: Context,
  proposal: Proposal,
  aggregators: readonly Aggregator[],
  caller: ProposeRequest["caller"],
): Promise<readonly QuotedCandidate[]> {
  const { plan, assessment } = proposal;
  const { book, logger, config, signal } = context;
  const liquidator = book.liquidators[plan.contract] ?? null;
  if (!(await hasSeller(context, liquidator, assessment.blockNumber, createOnce()))) return [];
  const request: AggregatorRequest = {
    chainId: book.chainId,
    tokenIn: plan.collateral.address,
    tokenOut: plan.debt.address,
    amount: surelySeized(proposal),
    taker: sellerAddress(),
    origin: caller ?? ANYBODY,
    slippageBps: AGGREGATOR_SETTINGS.of(config).aggregatorSlippageBps,
  };
  const quotes = await askAggregators(aggregators, request, signal);
  return quotes.flatMap((quote) => {
    if (quote.ok) {
      logger.debug("an aggregator offers a sale", { aggregator: quote.aggregator, amountOut: quote.amountOut });
      return [offeredCandidate(plan.candidate, quote, request)];
    }
    logger.warn("an aggregator offers nothing", { aggregator: quote.aggregator, reason: quote.reason.message });
    return [];
  });
}

/**
 * What there is to sell whenever it is mined: a plan has what is seized at the end of its horizon, until when debts grow, and an offered
 * call sells one amount to the unit. What is more is kept.
 */
function surelySeized({ assessment: { target, timestamp }, states, plan: { candidate } }: Proposal): bigint {
  const { action, quote } = candidate;
  if (states === undefined) return quote.seized;
  const at = { timestamp, horizonSeconds: 0n };
  const now = PROTOCOLS[target.protocol].quote(states.market, states.position, action, quote.repaid, at);
  return now.ok ? min(now.quote.seized, quote.seized) : quote.seized;
}

/** The same liquidation, sold as an aggregator offers. Pure. */
export function offeredCandidate(
  { action, offer, quote: size }: Pick<QuotedCandidate, "action" | "offer" | "quote">,
  quote: AcceptedQuote,
  request: AggregatorRequest,
): QuotedCandidate {
  const { hop, address, label, received, gas, tokenIn, tokenOut } = saleOf(quote, request);
  const hops = [{ venue: quote.aggregator, pool: address, label, tokenIn, tokenOut, packed: hop }];
  return {
    action,
    offer,
    quote: size,
    route: { runner: "seller", splits: [{ bps: 0, hops }] },
    sale: { ok: true, amount: received, gas },
  };
}

function withOffered(
  { config: limits, book: { wrappedNative } }: Context,
  proposal: Proposal,
  offered: readonly QuotedCandidate[],
): Proposal {
  const { assessment, gasPrice, plan: planned, alternatives } = proposal;
  // a plan stands, so the price of its debt was read
  const input: PlanInput = { assessment, gasPrice, limits, unreadPrices: new Set(), wrappedNative };
  const read = [planned, ...alternatives].map((plan): Evaluation => ({ ok: true, candidate: plan.candidate, plan }));
  const others = offered.map((candidate): Evaluation => {
    const evaluation = evaluate(candidate, input);
    return evaluation.ok ? { ...evaluation, plan: { ...evaluation.plan, unasked: planned.unasked } } : evaluation;
  });
  const result = choosePlan([...read, ...others], limits);
  if (!result.ok) return proposal;
  return { ...proposal, plan: result.plan, alternatives: result.alternatives };
}
