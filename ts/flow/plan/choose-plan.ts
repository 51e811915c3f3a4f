import type { Reason } from "../../core/errors/reason.ts";
import { isUnasked } from "../../core/errors/unasked.ts";
import { max } from "../../core/math/math.ts";
import { wayKey } from "./candidate.ts";
import type { Evaluation } from "./evaluate.ts";
import type { PlanLimits } from "./plan-limits.ts";
import type { PlannedLiquidation, PlanResult } from "./planned-liquidation.ts";
import { shortfall } from "./shortfall.ts";

const BPS = 10_000n;
const NO_WAY: Reason = { code: "no-route", message: "no source of money and no route fit any of the pairs" };

/**
 * Chooses the action, the size, the funding and the route with the largest net profit. Pure. A tip is the caller's wish and no
 * cost to avoid: it does not change what is chosen, unless with it a limit cannot be kept. When none will do,
 * the reason is the best candidate's, or the first one's if none has a value.
 */
export function choosePlan(evaluations: readonly Evaluation[], limits: PlanLimits): PlanResult {
  const planned = evaluations.flatMap((one) => (one.ok ? [one.plan] : []));
  planned.sort((a, b) => compare(beforeTip(b), beforeTip(a)));
  const best = planned[0];
  if (best === undefined) {
    const unusable = evaluations.flatMap((one) => (one.ok ? [] : [one.reason]));
    // what a sale would bring says more than a question that could not be asked
    const reason = unusable.find(saysOfSale) ?? unusable[0] ?? NO_WAY;
    return { ok: false, reason, best: null };
  }
  const withinLimit = planned.filter((one) => shortOfBonus(one, limits) === null);
  const short = ({ expected }: PlannedLiquidation) => shortfall(expected, limits, "the best plan earns");
  const chosen = withinLimit.find((one) => short(one) === null) ?? withinLimit[0];
  if (chosen === undefined) return { ok: false, reason: shortOfBonus(best, limits)!, best };
  const reason = short(chosen);
  if (reason !== null) return { ok: false, reason, best: chosen };
  return { ok: true, plan: chosen, alternatives: onePerWay(withinLimit, chosen) };
}

const saysOfSale = (reason: Reason): boolean => !isUnasked(reason) && reason.code !== "unknown-price";

/** The contract's own exit check, so that nothing is planned that it would refuse. */
function shortOfBonus({ expected, candidate }: PlannedLiquidation, { minBonusShareBps }: PlanLimits): Reason | null {
  const { numerator, denominator } = candidate.action.oracle;
  const seizedValue = (expected.seized * numerator) / denominator;
  const bonus = max(seizedValue - expected.repaid, 0n);
  const floor = (bonus * BigInt(minBonusShareBps)) / BPS;
  const left = expected.profit - expected.tip;
  if (left >= floor) return null;
  const leftBps = (max(left, 0n) * BPS) / max(bonus, 1n);
  const what = expected.tip > 0n ? "sale and tip leave" : "the sale leaves";
  return {
    code: "bonus-share",
    message: `${what} ${leftBps} basis points of the bonus, less than the limit of ${minBonusShareBps}`,
    numbers: { left, floor, minBonusShareBps },
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
