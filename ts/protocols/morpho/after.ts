import { decodeAbiParameters } from "viem";
import { max } from "../../core/math/math.ts";
import type { Action, SeizeQuote } from "../action.ts";
import { accrue } from "./accrue.ts";
import type { LiquidationDetail } from "./action.ts";
import { healthOf, overflows } from "./health.ts";
import { aftermathOf, amountsBySeized, amountsByShares, type MorphoAmounts } from "./liquidate.ts";
import type { PreLiquidationDetail } from "./pre-action.ts";
import { earlyAmounts } from "./pre-call.ts";
import type { Totals } from "./shares.ts";
import type { MorphoMarket, MorphoPosition } from "./state.ts";
import { TARGET_DATA } from "./target-data.ts";

/**
 * The states right after a call at that time that is what the quote says. The rate of before is kept, which only what comes later depends on.
 * Source: `Morpho.liquidate`, `PreLiquidation.preLiquidate`.
 * @param timestamp seconds, not before the market's last update
 * @returns null where that call would be refused
 */
export function after(
  market: MorphoMarket,
  position: MorphoPosition,
  action: Action,
  quote: Pick<SeizeQuote, "amount" | "data">,
  timestamp: bigint,
): { readonly market: MorphoMarket; readonly position: MorphoPosition } | null {
  const accrued = accrue(market, timestamp);
  if (accrued === null) return null;
  const { supply, borrow } = accrued;
  const detail = action.detail as LiquidationDetail | PreLiquidationDetail;
  const amounts =
    "preLiquidation" in detail
      ? earlyOf(market, position, detail, quote, borrow)
      : liquidationOf(market, position, quote, borrow);
  if (amounts === null || amounts.seized > position.collateral || amounts.repaidShares > position.borrowShares) {
    return null;
  }
  const { collateral, borrowShares, badDebtAssets, badDebtShares } = aftermathOf(position, amounts, borrow);
  return {
    market: {
      ...market,
      totalSupplyAssets: supply.assets - badDebtAssets,
      totalSupplyShares: supply.shares,
      totalBorrowAssets: max(borrow.assets - amounts.repaid, 0n) - badDebtAssets,
      totalBorrowShares: borrow.shares - amounts.repaidShares - badDebtShares,
      lastUpdate: timestamp,
    },
    position: {
      collateral,
      borrowShares,
      preLiquidations: borrowShares === 0n ? [] : position.preLiquidations,
    },
  };
}

function liquidationOf(
  { params: { lltv }, price }: MorphoMarket,
  position: MorphoPosition,
  { amount, data }: Pick<SeizeQuote, "amount" | "data">,
  borrow: Totals,
): MorphoAmounts | null {
  if (price === null || price === 0n || overflows(position.collateral, price)) return null;
  if (healthOf({ ...position, borrow, price, lltv }).healthy) return null;
  const [, byShares] = decodeAbiParameters(TARGET_DATA, data);
  const at = { borrow, price, lltv };
  return byShares ? amountsByShares(amount, at) : amountsBySeized(amount, at);
}

function earlyOf(
  market: MorphoMarket,
  position: MorphoPosition,
  detail: PreLiquidationDetail,
  { amount }: Pick<SeizeQuote, "amount">,
  borrow: Totals,
): MorphoAmounts | null {
  const preLiquidation = position.preLiquidations?.find(({ address }) => address === detail.preLiquidation);
  if (preLiquidation === undefined) return null;
  return earlyAmounts({ market, position, preLiquidation }, amount, borrow);
}
