import type { Reason } from "../../core/errors/reason.ts";
import { MAX_UINT256, max, min, percentMulFloor, percentMulHalfUp, WAD } from "../../core/math/math.ts";
import { type AnswerDecoder, BPS_UNIT, FACTOR_UNIT } from "../decoder.ts";
import { type HealthRules, healthFactorOf } from "./health.ts";

/** How the words follow from each other: as in Aave V2 and v3.0, or in any of the ways that there were since. */
export type Revision = "first" | "any";

export interface AccountDataRules {
  readonly revision: Revision;
  readonly currency: NonNullable<AnswerDecoder["currency"]>;
}

/** The answer of `getUserAccountData`, the same six words in every version. Thresholds are the account's means. */
export function accountDataDecoder({ revision, currency }: AccountDataRules): AnswerDecoder {
  return {
    call: "getUserAccountData(address)",
    words: [
      { name: "totalCollateral", bits: 256, unit: "currency" },
      { name: "totalDebt", bits: 256, unit: "currency" },
      { name: "availableBorrows", bits: 256, unit: "currency" },
      // a mean of what the pool keeps in 16 bits
      { name: "liquidationThreshold", bits: 16, unit: BPS_UNIT },
      { name: "ltv", bits: 16, unit: BPS_UNIT },
      { name: "healthFactor", bits: 256, unit: FACTOR_UNIT },
    ],
    currency,
    notes: (words) => notesOf(words as Readonly<Record<Name, bigint>>, revision),
  };
}

type Name = "totalCollateral" | "totalDebt" | "availableBorrows" | "liquidationThreshold" | "ltv" | "healthFactor";

function notesOf(words: Readonly<Record<Name, bigint>>, revision: Revision): Reason[] {
  const { totalCollateral, totalDebt, liquidationThreshold, healthFactor } = words;
  const isInfinite = healthFactor === MAX_UINT256;
  if (isInfinite !== (totalDebt === 0n)) {
    return [doubt("a health factor is infinite exactly when nothing is owed, and here it is not so")];
  }
  const doubts = doubtsOf(words, revision);
  if (isInfinite) return [{ code: "no-debt", message: "the account owes nothing" }, ...doubts];
  const state =
    healthFactor < WAD
      ? { code: "liquidatable", message: "the health factor is below 1: the account can be liquidated" }
      : { code: "healthy", message: "the health factor is at or above 1: the account cannot be liquidated" };
  const isBare = totalCollateral === 0n || liquidationThreshold === 0n;
  const bare = { code: "no-collateral", message: "nothing that counts as collateral stands behind the debt" };
  return [state, ...(isBare ? [bare] : []), ...doubts];
}

/** Where the other words leave no room for a word. */
function doubtsOf(words: Readonly<Record<Name, bigint>>, revision: Revision): Reason[] {
  const { totalCollateral, totalDebt, availableBorrows, liquidationThreshold, ltv, healthFactor } = words;
  const factor = (threshold: bigint, rule: HealthRules["healthFactor"]) =>
    healthFactorOf(totalCollateral, totalCollateral * threshold, totalDebt, { debtValue: "floor", healthFactor: rule });
  const byMean = factor(liquidationThreshold, "average");
  // the mean that is said was floored, and a later revision does not go by it
  const [least, most] =
    revision === "first"
      ? [byMean, byMean]
      : [
          min(byMean, factor(liquidationThreshold, "weighted")),
          max(byMean, factor(liquidationThreshold + 1n, "weighted")),
        ];
  const borrowable = [percentMulHalfUp(totalCollateral, ltv), percentMulFloor(totalCollateral, ltv)];
  const available = (revision === "first" ? borrowable.slice(0, 1) : borrowable).map((sum) => max(sum - totalDebt, 0n));
  const isFactor = totalDebt === 0n || (least <= healthFactor && healthFactor <= most);
  return [
    ...(isFactor ? [] : [doubt("the health factor does not follow from the other words")]),
    ...(available.includes(availableBorrows)
      ? []
      : [doubt("the available borrows do not follow from the other words")]),
  ];
}

const doubt = (message: string): Reason => ({
  code: "inconsistent",
  message: `${message}: is it an answer of this protocol, from one block?`,
});
