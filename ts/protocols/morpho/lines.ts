import type { PositionLine } from "../assessment.ts";
import { incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import { loanLiquidationUsd } from "./liquidation-price.ts";
import type { MorphoMarket } from "./state.ts";

/** USD per whole collateral token, 8 decimals, at an oracle price. */
export const collateralUsd = (price: bigint, loanUsd: bigint, { collateral, loan }: MorphoMarket): bigint =>
  (price * loanUsd * 10n ** BigInt(collateral.decimals)) / (ORACLE_PRICE_SCALE * 10n ** BigInt(loan.decimals));

/** A position as it is to be shown. */
export interface LinesInput {
  /** Token units. */
  readonly collateral: bigint;
  /** Loan units, interest included. */
  readonly borrowed: bigint;
  /** USD per loan token, 8 decimals; null when unknown. */
  readonly loanUsd: bigint | null;
  /** Oracle price at which the position turns; `none` when there is none, null when nobody searched. */
  readonly turning: bigint | "none" | null;
}

/** Two lines: the collateral, then the loan. */
export function linesOf(market: MorphoMarket, { collateral, borrowed, loanUsd, turning }: LinesInput): PositionLine[] {
  const { price, params } = market;
  const turns = (usd: (at: bigint, loan: bigint) => bigint | null) => {
    if (typeof turning !== "bigint") return turning;
    return loanUsd === null ? null : usd(turning, loanUsd);
  };
  const terms = {
    liquidationThresholdBps: params.lltv / 10n ** 14n,
    bonusBps: incentiveFactor(params.lltv) / 10n ** 14n,
  };
  return [
    {
      token: market.collateral,
      supplied: collateral,
      borrowed: 0n,
      usedAsCollateral: true,
      priceUsd: price === null || loanUsd === null ? null : collateralUsd(price, loanUsd, market),
      ...terms,
      liquidationPriceUsd: turns((at, loan) => collateralUsd(at, loan, market)),
    },
    {
      token: market.loan,
      supplied: 0n,
      borrowed,
      usedAsCollateral: false,
      priceUsd: loanUsd,
      ...terms,
      liquidationPriceUsd: turns((at, loan) =>
        price === null || price === 0n ? null : loanLiquidationUsd(loan, price, at),
      ),
    },
  ];
}
