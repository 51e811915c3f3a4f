import type { PositionLine } from "../types.ts";
import { incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import { liquidationOraclePrice, loanLiquidationUsd } from "./liquidation-price.ts";
import type { MorphoMarket, MorphoState } from "./state.ts";

/** USD per whole collateral token, 8 decimals, at an oracle price. */
export const collateralUsd = (price: bigint, loanUsd: bigint, { collateral, loan }: MorphoMarket): bigint =>
  (price * loanUsd * 10n ** BigInt(collateral.decimals)) / (ORACLE_PRICE_SCALE * 10n ** BigInt(loan.decimals));

/**
 * Two lines: the collateral, then the loan.
 * @param borrowed loan units, interest included
 * @param loanUsd USD per loan token, 8 decimals; null when unknown
 */
export function linesOf({ market, collateral }: MorphoState, borrowed: bigint, loanUsd: bigint | null): PositionLine[] {
  const { price, params } = market;
  const atPrice = (oraclePrice: bigint | null) =>
    oraclePrice === null || loanUsd === null ? null : collateralUsd(oraclePrice, loanUsd, market);
  const turning = liquidationOraclePrice(collateral, borrowed, params.lltv);
  const isPriced = turning !== null && price !== null && price > 0n && loanUsd !== null;
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
      priceUsd: atPrice(price),
      ...terms,
      liquidationPriceUsd: atPrice(turning),
    },
    {
      token: market.loan,
      supplied: 0n,
      borrowed,
      usedAsCollateral: false,
      priceUsd: loanUsd,
      ...terms,
      liquidationPriceUsd: isPriced ? loanLiquidationUsd(loanUsd, price, turning) : null,
    },
  ];
}
