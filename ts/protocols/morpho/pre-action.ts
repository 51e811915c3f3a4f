import type { Reason } from "../../core/errors/reason.ts";
import { FUNDING_NAMES } from "../../core/names/names.ts";
import type { LoanAction } from "../action.ts";
import { ORACLE_PRICE_SCALE } from "./health.ts";
import type { Instants } from "./instants.ts";
import { mostEarly, priceOf } from "./pre-call.ts";
import type { MorphoMarket, MorphoPosition, PreLiquidation } from "./state.ts";

/** What quoting a pre-liquidation needs besides market and position: which of those that the owner has accepted. */
export interface PreLiquidationDetail {
  readonly preLiquidation: PreLiquidation["address"];
}

export interface PreActionInput {
  readonly market: MorphoMarket;
  readonly position: MorphoPosition;
  readonly preLiquidation: PreLiquidation;
  readonly instants: Instants;
  /** USD per loan token, 8 decimals; null when unknown. */
  readonly loanUsd: bigint | null;
}

/** 1e14: an incentive factor in WAD to basis points. */
const WAD_PER_BPS = 10n ** 14n;

/**
 * What `preLiquidate` without data costs, less what a transaction and its calldata cost. Receipts on the real Morpho and the
 * double of the periphery, as in `action.ts`.
 */
export const PRE_LIQUIDATE_GAS = 137_000n;

/** A pre-liquidation that its terms allow from now until the later instant, or why not. */
export function preActionOf(input: PreActionInput): LoanAction | Reason {
  const { market, preLiquidation, loanUsd } = input;
  const most = mostEarly(input);
  if ("code" in most) return most;
  const detail: PreLiquidationDetail = { preLiquidation: preLiquidation.address };
  return {
    id: `pre-liquidate:${preLiquidation.address.toLowerCase()}`,
    contract: "MorphoLiquidator",
    callee: preLiquidation.address,
    pays: { token: market.loan, most: most.repaid, priceUsd: loanUsd },
    receives: { token: market.collateral, keptAs: null },
    bonusBps: most.incentive / WAD_PER_BPS,
    oracle: { numerator: priceOf(market, preLiquidation)!, denominator: ORACLE_PRICE_SCALE },
    fundings: FUNDING_NAMES,
    gas: PRE_LIQUIDATE_GAS,
    detail,
  };
}
