import type { Reason } from "../../core/errors/reason.ts";
import { divUp, max } from "../../core/math/math.ts";
import { wayKey } from "./candidate.ts";
import type { Evaluation } from "./evaluate.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { PlannedLiquidation, PlanResult } from "./planned-liquidation.ts";
import { belowMinimumText } from "./usd.ts";

const BPS = 10_000n;
/** Reasons that say nothing about the sale. */
const UNASKED = new Set(["quote-failed", "unknown-price"]);
const NO_WAY: Reason = { code: "no-route", message: "no source of money and no route fit any of the pairs" };

/**
 * Chooses the action, the size, the funding and the route with the largest net profit. Pure. A tip is the caller's wish and no
 * cost to avoid: it does not change what is chosen, unless the minimum profit cannot be reached with it. When none will do,
 * the reason is the best candidate's, or the first one's if none has a value.
 */
export function choosePlan(evaluations: readonly Evaluation[], limits: PlanLimits): PlanResult {
  const planned = evaluations.flatMap((one) => (one.ok ? [one.plan] : []));
  planned.sort((a, b) => compare(beforeTip(b), beforeTip(a)));
  const best = planned[0];
  if (best === undefined) {
    const unusable = evaluations.flatMap((one) => (one.ok ? [] : [one.reason]));
    // what a sale would bring says more than a question that could not be asked
    const reason = unusable.find(({ code }) => !UNASKED.has(code)) ?? unusable[0] ?? NO_WAY;
    return { ok: false, reason, best: null };
  }
  const withinSlippage = planned.filter((one) => shortOfOracle(one, limits) === null);
  const profitable = withinSlippage.filter(({ expected }) => expected.netUsd >= limits.minProfitUsd);
  const chosen = profitable.find((one) => unsure(one, limits) === null) ?? profitable[0] ?? withinSlippage[0];
  if (chosen === undefined) return { ok: false, reason: shortOfOracle(best, limits)!, best };
  if (chosen.expected.netUsd < limits.minProfitUsd) {
    return { ok: false, reason: belowMinimum(chosen, limits), best: chosen };
  }
  const doubt = unsure(chosen, limits);
  if (doubt !== null) return { ok: false, reason: doubt, best: chosen };
  return { ok: true, plan: chosen, alternatives: onePerWay(withinSlippage, chosen) };
}

/** The contract's own exit check, so that nothing is planned that it would refuse. */
function shortOfOracle(
  { expected, candidate, onChain }: PlannedLiquidation,
  { maxSlippageBps }: PlanLimits,
): Reason | null {
  const { numerator, denominator } = candidate.action.oracle;
  const seizedValue = (expected.seized * numerator) / denominator;
  // As on chain: of the premium only the share on what is repaid.
  const borrowed = max(onChain.funding.amount, 1n);
  const owed = expected.repaid + divUp(expected.premium * expected.repaid, borrowed);
  const least = (seizedValue * (BPS - BigInt(maxSlippageBps))) / BPS;
  const floor = least > owed ? least - owed : 0n;
  if (expected.profit >= floor) return null;
  const lossBps = divUp((seizedValue - owed - expected.profit) * BPS, max(seizedValue, 1n));
  return {
    code: "slippage",
    message: `the sale loses ${lossBps} basis points against the protocol's oracle, more than the limit of ${maxSlippageBps}`,
    numbers: { profit: expected.profit, floor, maxSlippageBps },
  };
}

/** A large profit of which gas takes nearly all is gone with the first error in either. */
function unsure(
  { expected: { netUsd, profitUsd } }: PlannedLiquidation,
  { minConfidenceBps = 0 }: PlanLimits,
): Reason | null {
  const confidenceBps = profitUsd > 0n ? (netUsd * BPS) / profitUsd : 0n;
  if (confidenceBps >= BigInt(minConfidenceBps)) return null;
  return {
    code: "below-min-confidence",
    message: `of the profit ${confidenceBps} basis points are left after tip and gas, less than minConfidenceBps of ${minConfidenceBps}`,
    numbers: { confidenceBps, minConfidenceBps, netUsd, profitUsd },
  };
}

function belowMinimum({ expected }: PlannedLiquidation, { minProfitUsd }: PlanLimits): Reason {
  return {
    code: "below-min-profit",
    message: `the best plan earns ${belowMinimumText(expected.netUsd, minProfitUsd)}`,
    numbers: { netUsd: expected.netUsd, minProfitUsd, profitUsd: expected.profitUsd, gasCostUsd: expected.gasCostUsd },
  };
}

/** The best of every other action, funding and route, for people who want to know what was not taken. */
function onePerWay(planned: readonly PlannedLiquidation[], chosen: PlannedLiquidation): PlannedLiquidation[] {
  const seen = new Set([wayKey(chosen.candidate)]);
  return planned.filter(({ candidate }) => {
    const way = wayKey(candidate);
    const isNew = !seen.has(way);
    seen.add(way);
    return isNew;
  });
}

function beforeTip({ expected: { profitUsd, gasCostUsd } }: PlannedLiquidation): bigint {
  return profitUsd - gasCostUsd;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
