import type { Reason } from "../../core/errors/reason.ts";
import { FUNDING_NAMES } from "../../core/names/names.ts";
import type { LoanAction } from "../action.ts";
import type { Target } from "../target.ts";
import { type CallInput, mostOf } from "./call.ts";
import { incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import type { MorphoMarket } from "./state.ts";

/** What quoting a liquidation needs besides market and position. All amounts follow from these and the moment. */
export interface LiquidationDetail {
  /** The operator's policy when the action was offered. */
  readonly realizeBadDebt: boolean;
}

export interface ActionInput extends CallInput {
  readonly target: Target;
  readonly market: MorphoMarket;
  /** USD per loan token, 8 decimals; null when unknown. */
  readonly loanUsd: bigint | null;
}

/** 1e14: an incentive factor in WAD to basis points. */
const WAD_PER_BPS = 10n ** 14n;

/**
 * What `Morpho.liquidate` without data costs, less what a transaction and its calldata cost: 97,865 for a part by collateral,
 * 97,410 by shares, a little less for all. Receipts on the real contracts, WETH against USDC with two feeds and the adaptive
 * rate model, whose interest is due; about 22,000 less when somebody has accrued it in the same block.
 */
export const LIQUIDATE_GAS = 98_000n;

/** Morpho's own liquidation of a position whose collateral and debt are not zero, or why there is nothing to do. */
export function liquidationOf(input: ActionInput): LoanAction | Reason {
  const { target, market, now, realizeBadDebt } = input;
  const most = mostOf(input);
  if ("code" in most) return most;
  const detail: LiquidationDetail = { realizeBadDebt };
  return {
    id: "liquidate",
    contract: "MorphoLiquidator",
    callee: target.market,
    pays: { token: market.loan, most: most.call.amounts.repaid, priceUsd: input.loanUsd },
    receives: { token: market.collateral, keptAs: null },
    bonusBps: incentiveFactor(market.params.lltv) / WAD_PER_BPS,
    oracle: { numerator: now.price, denominator: ORACLE_PRICE_SCALE },
    fundings: FUNDING_NAMES,
    gas: LIQUIDATE_GAS,
    detail,
  };
}
