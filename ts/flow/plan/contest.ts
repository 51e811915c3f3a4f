import { BPS, max } from "../../core/math/math.ts";
import type { Assessment } from "../../protocols/assessment.ts";
import { mostProfitUsd } from "./most-profit.ts";
import type { PlannedLiquidation } from "./planned-liquidation.ts";

/** What a pool is always thought able to pay above the protocol's oracle, basis points: pools are seldom a hundredth apart from it. */
const MARGIN_BPS = 2_500n;

/** Tells which accounts cannot be among the best, from the plans that there are. */
export interface Contest {
  /** The accounts that promise the most come first; what is unknown of comes before them. */
  order(assessments: readonly Assessment[]): number[];
  /** True when as many plans as are wanted earn more than this account can. */
  isLost(assessment: Assessment): boolean;
  enter(plan: PlannedLiquidation): void;
}

/**
 * @param wanted how many of the best are asked for
 * @example A sale was seen that brought 15 % more than the oracle says: from then on all may bring 25 % + 2 x 15 %.
 */
export function createContest(wanted: number): Contest {
  const best: bigint[] = [];
  let aboveOracleBps = 0n;
  return {
    order(assessments) {
      const promised = assessments.map((one) => mostProfitUsd(one, MARGIN_BPS));
      return [...assessments.keys()].sort((a, b) => compare(promised[b]!, promised[a]!));
    },
    isLost(assessment) {
      if (best.length < wanted) return false;
      const most = mostProfitUsd(assessment, MARGIN_BPS + 2n * aboveOracleBps);
      return most !== null && most < best.at(-1)!;
    },
    enter(plan) {
      aboveOracleBps = max(aboveOracleBps, aboveOracle(plan));
      best.push(plan.expected.netUsd);
      best.sort((a, b) => compare(b, a));
      best.length = Math.min(best.length, wanted);
    },
  };
}

/** What a sale brings more than the protocol's oracle says, basis points; 0 when it brings less. */
function aboveOracle({ expected, candidate }: PlannedLiquidation): bigint {
  const { numerator, denominator } = candidate.action.oracle;
  const worth = (expected.seized * numerator) / denominator;
  const brought = expected.repaid + expected.premium + expected.profit;
  return worth === 0n ? 0n : max((brought * BPS) / worth - BPS, 0n);
}

/** What is not known counts as more than anything. */
function compare(a: bigint | null, b: bigint | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a > b ? 1 : a < b ? -1 : 0;
}
