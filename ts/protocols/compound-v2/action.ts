import { WAD } from "../../core/math/math.ts";
import type { LoanAction } from "../action.ts";
import { FUNDINGS_IN_KIND, FUNDINGS_OF_EVERY_LEAF } from "../fundings.ts";
import { gasOfLiquidation } from "./gas.ts";
import { callOfPair, type PairCall } from "./pair-call.ts";
import type { CompoundState } from "./state.ts";
import { priceUsd } from "./usd.ts";

/** What the protocol calls the tokens that stand for a supply. */
export const RECEIPTS = "cTokens";

/** `Action.detail`: all that a quote needs besides market and position. Plain data. */
export interface CompoundDetail {
  /** Ids of the two tokens. */
  readonly collateralId: number;
  readonly debtId: number;
  /** cTokens are kept. */
  readonly inKind: boolean;
}

/** 1e14: a factor in WAD to basis points. */
export const WAD_PER_BPS = 10n ** 14n;

/**
 * What can be done with a pair: redeem what is seized to sell it, and keep it as cTokens. The first stands also where the market has
 * no cash, so that its quote can say so.
 * @param unit USD of the oracle's unit
 */
export function actionsOfPair(state: CompoundState, call: PairCall, unit: bigint | null): LoanAction[] {
  const result = callOfPair(call, call.most);
  if (!result.ok) return [];
  const { market } = state;
  const { debt, collateral, collateralBooks } = call.now;
  const incentive = (market.incentive ?? WAD) * (WAD - collateral.seizeShare);
  const of = (inKind: boolean): LoanAction => {
    const detail: CompoundDetail = { collateralId: collateral.id, debtId: debt.id, inKind };
    const numerator = collateral.price ?? 0n;
    const denominator = debt.price ?? 0n;
    return {
      id: `liquidate/${collateral.id}/${debt.id}${inKind ? "/in-kind" : ""}`,
      contract: "CompoundV2Liquidator",
      callee: market.comptroller,
      pays: { token: debt.token, most: call.most, priceUsd: priceUsd(debt, unit) },
      receives: inKind ? { token: collateral.cToken, keptAs: RECEIPTS } : { token: collateral.token, keptAs: null },
      bonusBps: incentive / WAD / WAD_PER_BPS,
      oracle: inKind
        ? { numerator: numerator * collateralBooks.exchangeRate, denominator: denominator * WAD }
        : { numerator, denominator },
      fundings: inKind ? FUNDINGS_IN_KIND : FUNDINGS_OF_EVERY_LEAF,
      gas: gasOfLiquidation(state, call.now, inKind),
      detail,
    };
  };
  return [of(false), of(true)];
}
