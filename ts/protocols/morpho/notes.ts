import { formatUnits } from "viem";
import { annualYield } from "./apy.ts";
import { incentiveFactor, ORACLE_PRICE_SCALE } from "./health.ts";
import type { MorphoMarket } from "./state.ts";

/** What people want to know of a market. */
export function marketNotes({ id, params, borrowRate }: MorphoMarket): Record<string, string> {
  const { lltv, oracle } = params;
  const notes: Record<string, string> = {
    marketId: id,
    lltv: `${formatUnits(lltv, 16)} %`,
    incentiveFactor: formatUnits(incentiveFactor(lltv), 18),
    oracle,
  };
  if (borrowRate !== null) notes.borrowApy = `${(annualYield(borrowRate) * 100).toFixed(2)} %`;
  return notes;
}

/**
 * Oracle prices in whole loan tokens per whole collateral token.
 * @param price of the oracle now
 * @param turning of `liquidationOraclePrice`; `none` when there is none, null when nobody searched
 */
export function priceNotes(
  { loan, collateral }: MorphoMarket,
  price: bigint,
  turning: bigint | "none" | null,
): Record<string, string> {
  const decimals = String(ORACLE_PRICE_SCALE).length - 1 + loan.decimals - collateral.decimals;
  const notes: Record<string, string> = { oraclePrice: formatUnits(price, decimals) };
  if (typeof turning === "bigint") notes.liquidationOraclePrice = formatUnits(turning, decimals);
  return notes;
}
